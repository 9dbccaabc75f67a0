from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "kedang.grading"
    label = "grading"

    def ready(self) -> None:
        from kedang.grading import events, merging, navigation, search  # noqa: F401  # events declares the kinds
        from kedang.grading.actions import proposals  # noqa: F401  # declares its run

        search.declare()
        merging.register()
        navigation.register()
