from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    name = "kedang.segments"
    label = "segments"

    def ready(self) -> None:
        from kedang.segments import events, navigation, search  # noqa: F401  # events declares the kinds

        search.declare()
        navigation.register()
