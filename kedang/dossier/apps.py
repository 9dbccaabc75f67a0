from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "kedang.dossier"
    label = "dossier"
