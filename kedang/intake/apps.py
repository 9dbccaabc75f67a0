from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kedang.intake"
    label = "intake"

    def ready(self) -> None:
        from kedang.intake import events  # noqa: F401  # declares the kinds
        from kedang.intake.customers import run  # noqa: F401  # registers the run kind
        from kedang.intake.pages import register

        register()
