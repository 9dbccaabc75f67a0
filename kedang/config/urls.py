"""Addresses: each room lists its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kedang.accounts.urls")),
    path("", include("kedang.ui.urls")),
    path("", include("kedang.search.urls")),
    path("", include("kedang.customers.urls")),
    path("", include("kedang.filing.urls")),
    path("", include("kedang.documents.urls")),
    path("", include("kedang.intake.urls")),
    path("", include("kedang.access.urls")),
    path("", include("kedang.operations.urls")),
    path("", include("kedang.desk.urls")),
    path("", include("kedang.demo.urls")),
]
