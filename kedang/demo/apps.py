from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kedang.demo"
    label = "demo"
