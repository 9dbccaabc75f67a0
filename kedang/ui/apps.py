from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kedang.ui"
    label = "ui"
