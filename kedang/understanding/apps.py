from django.apps import AppConfig


class UnderstandingConfig(AppConfig):
    name = "kedang.understanding"
    label = "understanding"
