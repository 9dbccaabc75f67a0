from django.urls import URLPattern, URLResolver, include, path

from kedang.intake.views import customer_lists, dealing_lists, folders

_own = [
    path("intake/customers/", customer_lists.new, name="customers_new"),
    path("intake/customers/sample/", customer_lists.sample, name="customers_sample"),
    path("intake/customers/<int:import_id>/", customer_lists.one, name="customers"),
    path("intake/customers/<int:import_id>/choices/", customer_lists.choices, name="customers_choices"),
    path("intake/customers/<int:import_id>/discard/", customer_lists.discard, name="customers_discard"),
    path("intake/customers/<int:import_id>/progress/", customer_lists.progress, name="customers_progress"),
    path("intake/customers/<int:import_id>/problems/", customer_lists.problems, name="customers_problems"),
    path("intake/purchases/", dealing_lists.new, {"kind": "purchases"}, name="purchases_new"),
    path("intake/interactions/", dealing_lists.new, {"kind": "interactions"}, name="interactions_new"),
    path("intake/dealings/<slug:kind>/sample/", dealing_lists.sample, name="dealings_sample"),
    path("intake/dealings/<int:import_id>/", dealing_lists.one, name="dealings"),
    path("intake/dealings/<int:import_id>/choices/", dealing_lists.choices, name="dealings_choices"),
    path("intake/dealings/<int:import_id>/discard/", dealing_lists.discard, name="dealings_discard"),
    path("intake/dealings/<int:import_id>/progress/", dealing_lists.progress, name="dealings_progress"),
    path("intake/dealings/<int:import_id>/problems/", dealing_lists.problems, name="dealings_problems"),
    path("intake/folders/", folders.new, name="folders_new"),
    path("intake/folders/directory/", folders.directory, name="folders_directory"),
    path("intake/folders/<int:import_id>/", folders.one, name="folder"),
    path("intake/folders/<int:import_id>/place/", folders.place, name="folder_place"),
    path("intake/folders/<int:import_id>/start/", folders.start, name="folder_start"),
    path("intake/folders/<int:import_id>/discard/", folders.discard, name="folder_discard"),
    path("intake/folders/<int:import_id>/progress/", folders.progress, name="folder_progress"),
    path("intake/folders/<int:import_id>/files/", folders.files, name="folder_files"),
    path("intake/folders/<int:import_id>/labels/<int:label_id>/", folders.label, name="folder_label"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "intake")))]
