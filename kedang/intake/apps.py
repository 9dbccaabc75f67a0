from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kedang.intake"
    label = "intake"
