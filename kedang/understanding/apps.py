from django.apps import AppConfig


class UnderstandingConfig(AppConfig):
    name = "kedang.understanding"
    label = "understanding"

    def ready(self) -> None:
        from kedang.documents.indexing import register_follower
        from kedang.understanding import events, navigation, search, tasks  # noqa: F401  # declares the kinds
        from kedang.understanding.actions import deciding  # noqa: F401  # declares its run

        register_follower(tasks.follow)
        search.declare_fields()
        navigation.register()
