from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "kedang.drafting"
    label = "drafting"
