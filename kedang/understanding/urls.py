"""Addresses of suggestions."""

from django.urls import URLPattern, URLResolver, include, path

from kedang.understanding.views import fields, inbox, settings

_own = [
    path("suggestions/", inbox.inbox, name="inbox"),
    path("suggestions/bulk/", inbox.bulk, name="bulk"),
    path("documents/<int:document_id>/suggestion/", inbox.card, name="card"),
    path("documents/<int:document_id>/suggestion/accept/", inbox.accept, name="accept"),
    path("documents/<int:document_id>/suggestion/decline/", inbox.decline, name="decline"),
    path("documents/<int:document_id>/suggestion/undo/", inbox.undo, name="undo"),
    path("documents/<int:document_id>/suggestion/move/", inbox.move, name="move"),
    path("documents/<int:document_id>/fields/<slug:key>/unmask/", fields.unmask, name="unmask"),
    path("settings/understanding/", settings.settings, name="settings"),
    path("settings/understanding/presets/", settings.presets, name="presets"),
    path("settings/understanding/archive/", settings.archive, name="archive"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "understanding")))]
