from django.urls import URLPattern, URLResolver, include, path

from kedang.dossier.views import exporting, importing, packages

_own = [
    path("customers/<int:customer_id>/dossier/file/", exporting.dossier, name="export"),
    path("customers/<int:customer_id>/documents/zip/file/", exporting.folder, name="folder_zip"),
    path("documents/zip/file/", exporting.documents, name="documents_zip"),
    path("dossiers/", packages.many, name="many"),
    path("dossiers/<int:run_id>/", packages.packages, name="packages"),
    path("dossiers/packages/<int:package_id>/file/", packages.fetch, name="package"),
    path("intake/dossiers/", importing.imports, name="imports"),
    path("intake/dossiers/<int:import_id>/", importing.one, name="import"),
    path("intake/dossiers/<int:import_id>/progress/", importing.progress, name="import_progress"),
    path("intake/dossiers/<int:import_id>/start/", importing.start, name="import_start"),
    path("intake/dossiers/<int:import_id>/discard/", importing.discard, name="import_discard"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "dossier")))]
