from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kedang.documents"
    label = "documents"

    def ready(self) -> None:
        from kedang.documents import arrivals, content, events, navigation, search, tasks  # noqa: F401 (they register)
        from kedang.documents.actions import bulk  # noqa: F401 (it registers)
        from kedang.documents.uploads import Purpose, register_purpose

        content.claim()
        navigation.register()
        register_purpose("document", Purpose(arrivals.check, arrivals.finish))
