from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kedang.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kedang.accounts import events, receivers  # noqa: F401  # declares the kinds

        receivers.connect()
