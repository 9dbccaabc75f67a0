from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kedang.portal"
    label = "portal"
