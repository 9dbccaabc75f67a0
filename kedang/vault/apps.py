from django.apps import AppConfig
from django.db.backends.signals import connection_created


class VaultConfig(AppConfig):
    name = "kedang.vault"
    label = "vault"

    def ready(self) -> None:
        from kedang.vault.traces import overwrite_what_is_deleted

        connection_created.connect(overwrite_what_is_deleted)
