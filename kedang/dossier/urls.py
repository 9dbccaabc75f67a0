from django.urls import URLPattern, URLResolver, include, path

from kedang.dossier.views import exporting

_own = [
    path("customers/<int:customer_id>/dossier/file/", exporting.dossier, name="export"),
    path("customers/<int:customer_id>/documents/zip/file/", exporting.folder, name="folder_zip"),
    path("documents/zip/file/", exporting.documents, name="documents_zip"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "dossier")))]
