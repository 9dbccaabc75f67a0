from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "kedang.dossier"
    label = "dossier"

    def ready(self) -> None:
        from kedang.documents.quotas import counts_as_taken
        from kedang.documents.uploads import Purpose, register_purpose
        from kedang.dossier import arrivals, events, keeping, packages, pages  # noqa: F401  # they register kinds

        keeping.claim()
        counts_as_taken(events.DOCUMENT_EXPORTED.name)
        register_purpose("dossier", Purpose(arrivals.check, arrivals.finish))
        pages.register()
