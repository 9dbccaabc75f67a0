from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kedang.ui"
    label = "ui"

    def ready(self) -> None:
        from kedang.ui import rail

        rail.fill()
