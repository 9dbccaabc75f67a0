"""Addresses of folders, the archive tree, and the rules they follow."""

from django.urls import URLPattern, URLResolver, include, path

from kedang.filing.views import folders, rules, templates, tree, types

_own = [
    path("tree/", tree.archive_tree, name="tree"),
    path("tree/<slug:by>/<str:value>/", tree.level, name="level"),
    path("customers/<int:customer_id>/folder-tree/", tree.customer_folders, name="customer_folders"),
    path("customers/<int:customer_id>/folders/new/", folders.new_folder, name="new_folder"),
    path("folders/<int:folder_id>/rename/", folders.rename_folder, name="rename_folder"),
    path("folders/<int:folder_id>/move/", folders.move_folder, name="move_folder"),
    path("folders/<int:folder_id>/classify/", folders.classify_folder, name="classify_folder"),
    path("folders/<int:folder_id>/trash/", folders.trash_folder, name="trash_folder"),
    path("folders/<int:folder_id>/restore/", folders.restore_folder, name="restore_folder"),
    path("settings/folders/", templates.templates, name="templates"),
    path("settings/folders/new/", templates.new_template, name="new_template"),
    path("settings/folders/example/", templates.example, name="example"),
    path("settings/folders/<int:template_id>/", templates.template, name="template"),
    path("settings/folders/<int:template_id>/apply/", templates.apply, name="apply"),
    path("settings/folders/<int:template_id>/retire/", templates.retire, name="retire"),
    path("settings/types/", types.types, name="types"),
    path("settings/types/new/", types.new_type, name="new_type"),
    path("settings/types/<int:type_id>/", types.document_type, name="type"),
    path("settings/types/<int:type_id>/retire/", types.retire_type, name="retire_type"),
    path("settings/naming/", rules.naming, name="naming"),
    path("settings/naming/example/", rules.naming_example, name="naming_example"),
    path("settings/numbering/", rules.numbering, name="numbering"),
    path("settings/numbering/<slug:series>/", rules.numbering, name="numbering"),
    path("settings/numbering/<slug:series>/example/", rules.numbering_example, name="numbering_example"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "filing")))]
