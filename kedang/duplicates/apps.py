from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "kedang.duplicates"
    label = "duplicates"
