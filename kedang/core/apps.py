from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kedang.core"
    label = "core"
