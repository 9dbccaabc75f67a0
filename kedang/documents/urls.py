from django.urls import URLPattern, URLResolver, include, path

from kedang.documents.views import (
    arriving,
    bulk,
    choices,
    detail,
    edits,
    files,
    folders,
    lists,
    names,
    reading,
    unlocking,
    uploads,
)

_one: list[URLPattern | URLResolver] = [
    path("", detail.document, name="document"),
    path("unlock/", unlocking.unlock, name="unlock"),
    path("file/", files.download, name="download"),
    path("facts/", edits.facts, name="facts"),
    path("fields/", edits.fields, name="fields"),
    path("name/", edits.name, name="name"),
    path("place/", edits.place, name="place"),
    path("tags/", edits.tags, name="tags"),
    path("check-out/", edits.check_out, name="check_out"),
    path("check-out/take-over/", edits.take_over, name="take_over"),
    path("reading/", reading.reading, name="reading"),
    path("password/", reading.password, name="password"),
    path("searchable/", reading.searchable_copy, name="searchable"),
    path("trash/", edits.trashed, name="trashed"),
    path("rights/", detail.rights, name="rights"),
    path("ledger/", detail.ledger, name="ledger"),
    path("versions/", detail.versions, name="versions"),
    path("versions/new/", edits.new_version, name="new_version"),
    path("versions/<int:number>/", detail.document, name="version"),
    path("versions/<int:number>/restore/", edits.restored_version, name="restore_version"),
    path("versions/<int:number>/file/", files.download, name="download_version"),
    path("versions/<int:number>/text/", detail.text, name="text"),
    path("versions/<int:number>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("versions/<int:number>/pages/<int:page>/<int:width>/", files.page, name="page_image"),
]

_own: list[URLPattern | URLResolver] = [
    path("uploads/", uploads.collection, name="uploads"),
    path("uploads/<str:token>/", uploads.one, name="upload"),
    path("uploads/<str:token>/decision/", uploads.decision, name="upload_decision"),
    path("documents/", lists.documents, name="documents"),
    path("documents/new/", arriving.upload, name="new"),
    path("documents/new/name/", arriving.name_preview, name="name_preview"),
    path("documents/facets/", lists.facets, name="list_facets"),
    path("documents/names/", names.misnamed, name="misnamed"),
    path("documents/bulk/<slug:verb>/", bulk.deed, name="bulk"),
    path("documents/choices/customers/", choices.customers, name="choose_customer"),
    path("documents/choices/tags/", choices.tags, name="choose_tag"),
    path("documents/choices/projects/<int:customer_id>/", choices.projects, name="choose_project"),
    path("documents/choices/folders/<int:customer_id>/", choices.folders, name="choose_folder"),
    path("documents/<int:document_id>/", include(_one)),
    path("customers/<int:customer_id>/documents/", folders.folder, name="folder"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "documents")))]
