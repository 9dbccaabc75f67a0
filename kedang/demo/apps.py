from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kedang.demo"
    label = "demo"

    def ready(self) -> None:
        from kedang.demo import loading, navigation  # noqa: F401  # loading registers the kind of run

        navigation.register()
