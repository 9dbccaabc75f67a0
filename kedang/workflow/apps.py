from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "kedang.workflow"
    label = "workflow"

    def ready(self) -> None:
        from kedang.workflow import events, merging, notices, pages, search, timeline  # noqa: F401  # they declare

        merging.register()
        timeline.register_source()
        pages.register()
