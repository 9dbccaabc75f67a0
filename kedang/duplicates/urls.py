from django.urls import URLPattern, URLResolver, include, path

from kedang.duplicates.views import merges, pairs

_own = [
    path("duplicates/", pairs.pairs, name="pairs"),
    path("duplicates/scan/", pairs.scan, name="scan"),
    path("duplicates/scan/progress/", pairs.progress, name="progress"),
    path("settings/duplicates/", pairs.limits, name="limits"),
    path("duplicates/<int:pair_id>/dismiss/", pairs.dismiss, name="dismiss"),
    path("duplicates/<int:pair_id>/reopen/", pairs.reopen, name="reopen"),
    path("duplicates/merges/<int:merge_id>/part/", merges.part, name="part"),
    path("customers/<int:target_id>/merge/<int:source_id>/", merges.compare, name="compare"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "duplicates")))]
