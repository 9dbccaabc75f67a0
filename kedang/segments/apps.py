from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    name = "kedang.segments"
    label = "segments"
