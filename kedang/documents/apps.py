from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kedang.documents"
    label = "documents"

    def ready(self) -> None:
        from kedang.documents import (  # they register
            arrivals,
            content,
            events,  # noqa: F401
            merging,
            navigation,
            notices,  # noqa: F401
            search,  # noqa: F401
            tasks,  # noqa: F401
            timeline,
        )
        from kedang.documents.actions import bulk, levels, permits, taking  # noqa: F401 (they register)
        from kedang.documents.uploads import Purpose, register_purpose

        content.claim()
        merging.register()
        navigation.register()
        timeline.declare()
        register_purpose("document", Purpose(arrivals.check, arrivals.finish))
