from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "kedang.operations"
    label = "operations"
