from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "kedang.engagement"
    label = "engagement"

    def ready(self) -> None:
        from kedang.engagement import (  # events and notices declare
            events,  # noqa: F401
            merging,
            notices,  # noqa: F401
            pages,
            search,
            sending,
            timeline,
        )

        search.declare()
        sending.register()
        merging.register()
        timeline.register_sources()
        pages.register()
