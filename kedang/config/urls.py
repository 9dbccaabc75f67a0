"""Addresses: each room lists its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kedang.accounts.urls")),
    path("", include("kedang.ui.urls")),
    path("", include("kedang.search.urls")),
    path("", include("kedang.notify.urls")),
    path("", include("kedang.customers.urls")),
    path("", include("kedang.filing.urls")),
    path("", include("kedang.documents.urls")),
    path("", include("kedang.understanding.urls")),
    path("", include("kedang.workflow.urls")),
    path("", include("kedang.dealings.urls")),
    path("", include("kedang.teamwork.urls")),
    path("", include("kedang.grading.urls")),
    path("", include("kedang.duplicates.urls")),
    path("", include("kedang.quality.urls")),
    path("", include("kedang.segments.urls")),
    path("", include("kedang.engagement.urls")),
    path("", include("kedang.portal.urls")),
    path("", include("kedang.intake.urls")),
    path("", include("kedang.dossier.urls")),
    path("", include("kedang.drive.urls")),
    path("", include("kedang.access.urls")),
    path("", include("kedang.operations.urls")),
    path("", include("kedang.desk.urls")),
    path("", include("kedang.demo.urls")),
]
