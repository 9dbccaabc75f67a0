from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "kedang.teamwork"
    label = "teamwork"

    def ready(self) -> None:
        from kedang.teamwork import carrying, events, merging, notices, pages, search, timeline  # noqa: F401  # they declare

        search.declare()
        merging.register()
        timeline.register_source()
        pages.register()
