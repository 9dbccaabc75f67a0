from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "kedang.vault"
    label = "vault"
