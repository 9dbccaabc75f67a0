from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kedang.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kedang.accounts import events, fields, hub, receivers  # noqa: F401  # declare kinds and fields

        receivers.connect()
        hub.register_own()
