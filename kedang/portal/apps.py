from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kedang.portal"
    label = "portal"

    def ready(self) -> None:
        from kedang.portal import (  # events, notices and search declare
            events,  # noqa: F401
            keeping,
            merging,
            notices,  # noqa: F401
            pages,
            search,  # noqa: F401
            timeline,
        )

        keeping.claim()
        merging.register()
        timeline.register_source()
        pages.register()
