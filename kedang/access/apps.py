from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kedang.access"
    label = "access"
