from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kedang.intake"
    label = "intake"

    def ready(self) -> None:
        from kedang.intake import (
            events,  # noqa: F401  # declares the kinds
            keeping,
            pages,
        )
        from kedang.intake.customers import run as customers  # noqa: F401  # registers the kind of run
        from kedang.intake.folders import run as folders  # noqa: F401  # likewise

        keeping.claim()
        pages.register()
