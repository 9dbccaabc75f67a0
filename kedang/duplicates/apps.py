from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "kedang.duplicates"
    label = "duplicates"

    def ready(self) -> None:
        from kedang.duplicates import events, informing, navigation, search, tasks  # noqa: F401 (they declare)

        navigation.register()
