from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kedang.documents"
    label = "documents"
