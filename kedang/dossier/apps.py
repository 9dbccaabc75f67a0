from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "kedang.dossier"
    label = "dossier"

    def ready(self) -> None:
        from kedang.dossier import events, keeping  # noqa: F401  # events declares the kinds

        keeping.claim()
