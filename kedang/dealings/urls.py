from django.urls import URLPattern, URLResolver, include, path

from kedang.dealings.views import composing, entries, panels, projects

_own = [
    path("customers/<int:customer_id>/interactions/new/", composing.interaction_new, name="interaction_new"),
    path("customers/<int:customer_id>/purchases/new/", composing.purchase_new, name="purchase_new"),
    path("customers/<int:customer_id>/needs/new/", composing.need_new, name="need_new"),
    path("customers/<int:customer_id>/tasks/new/", composing.task_new, name="task_new"),
    path("customers/<int:customer_id>/chat/", composing.chat, name="chat"),
    path("customers/<int:customer_id>/quick/", composing.quick_new, name="quick"),
    path("customers/<int:customer_id>/figures/", panels.figures, name="figures"),
    path("customers/<int:customer_id>/purchases/", panels.purchases, name="purchases"),
    path("customers/<int:customer_id>/needs/", panels.needs, name="needs"),
    path("customers/<int:customer_id>/projects/", projects.customer_projects, name="customer_projects"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.project_new, name="project_new"),
    path("projects/<int:project_id>/", projects.project, name="project"),
    path("projects/<int:project_id>/edit/", projects.project_edit, name="project_edit"),
    path("projects/<int:project_id>/move/", projects.project_move, name="project_move"),
    path("projects/<int:project_id>/close/", projects.project_close, name="project_close"),
    path("dealings/documents/", entries.pick_document, name="pick_document"),
    path("dealings/need/<int:dealing_id>/met/", entries.need_met, name="need_met"),
    path("dealings/<slug:kind>/<int:dealing_id>/", entries.dealing, name="dealing"),
    path("dealings/<slug:kind>/<int:dealing_id>/withdraw/", entries.withdrawal, name="withdraw"),
    path("dealings/<slug:kind>/<int:dealing_id>/back/", entries.return_, name="bring_back"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "dealings")))]
