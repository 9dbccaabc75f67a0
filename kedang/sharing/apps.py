from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "kedang.sharing"
    label = "sharing"
