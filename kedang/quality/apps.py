from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "kedang.quality"
    label = "quality"

    def ready(self) -> None:
        from kedang.quality import events, merging, navigation, search, timeline  # noqa: F401  # events declares the kinds
        from kedang.quality.fixes import runs  # noqa: F401  # declares its kind of bulk work

        search.declare()
        merging.register()
        navigation.register()
        timeline.register_sources()
