from django.urls import URLPattern, URLResolver, path

from kedang.documents.views import files, uploads

app_name = "documents"

urlpatterns: list[URLPattern | URLResolver] = [
    path("uploads/", uploads.collection, name="uploads"),
    path("uploads/<str:token>/", uploads.one, name="upload"),
    path("documents/<int:document_id>/file/", files.download, name="download"),
    path("documents/<int:document_id>/versions/<int:number>/file/", files.download, name="download_version"),
    path(
        "documents/<int:document_id>/versions/<int:number>/pages/<int:page>/<int:width>/",
        files.page,
        name="page_image",
    ),
    path("documents/<int:document_id>/versions/<int:number>/thumbnail/", files.thumbnail, name="thumbnail"),
]
