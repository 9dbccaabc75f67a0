from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kedang.accounts"
    label = "accounts"
