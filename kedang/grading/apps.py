from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "kedang.grading"
    label = "grading"
