from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "kedang.operations"
    label = "operations"

    def ready(self) -> None:
        from kedang.operations import events  # noqa: F401  # declares its kinds
