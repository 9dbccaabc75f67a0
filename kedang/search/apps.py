from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "kedang.search"
    label = "search"

    def ready(self) -> None:
        # Each room declares the fields of its models in its `search.py`.
        autodiscover_modules("search")
