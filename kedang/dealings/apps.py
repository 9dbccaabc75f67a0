from django.apps import AppConfig


class DealingsConfig(AppConfig):
    name = "kedang.dealings"
    label = "dealings"

    def ready(self) -> None:
        from kedang.dealings import events, merging, search, timeline  # noqa: F401  # events declares the kinds

        search.declare()
        merging.register()
        timeline.register_sources()
