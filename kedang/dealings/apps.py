from django.apps import AppConfig


class DealingsConfig(AppConfig):
    name = "kedang.dealings"
    label = "dealings"

    def ready(self) -> None:
        from kedang.dealings import (  # events declares the kinds
            arrivals,
            columns,
            events,  # noqa: F401
            merging,
            offers,
            pages,
            search,
            timeline,
        )
        from kedang.search.offers import register as register_offers

        search.declare()
        arrivals.register()
        pages.register()
        columns.register()
        register_offers(offers.offers)
        merging.register()
        timeline.register_sources()
