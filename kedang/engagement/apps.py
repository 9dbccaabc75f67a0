from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "kedang.engagement"
    label = "engagement"
