from django.apps import AppConfig


class DealingsConfig(AppConfig):
    name = "kedang.dealings"
    label = "dealings"
