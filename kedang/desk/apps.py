from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kedang.desk"
    label = "desk"
