from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "kedang.filing"
    label = "filing"
