from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "kedang.checklists"
    label = "checklists"
