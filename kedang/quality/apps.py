from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "kedang.quality"
    label = "quality"
