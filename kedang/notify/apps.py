from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "kedang.notify"
    label = "notify"
