from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kedang.documents"
    label = "documents"

    def ready(self) -> None:
        from kedang.documents import arrivals, content, events, tasks  # noqa: F401 (they register)
        from kedang.documents.actions import bulk  # noqa: F401 (it registers)
        from kedang.documents.models import Document
        from kedang.documents.uploads import Purpose, register_purpose
        from kedang.filing.contents import register_contents

        content.claim()
        register_purpose("document", Purpose(arrivals.check, arrivals.finish))
        register_contents(
            lambda folder_ids: Document.objects.available().filter(folder__in=folder_ids).count()
        )
