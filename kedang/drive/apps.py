from django.apps import AppConfig


class DriveConfig(AppConfig):
    name = "kedang.drive"
    label = "drive"
