from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kedang.ui"
    label = "ui"

    def ready(self) -> None:
        from kedang.ui import account_pages

        account_pages.register()
