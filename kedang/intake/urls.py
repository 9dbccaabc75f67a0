from django.urls import URLPattern, URLResolver, path

from kedang.intake.views import customer_lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("intake/customers/", customer_lists.new, name="intake_customers_new"),
    path("intake/customers/sample/", customer_lists.sample, name="intake_customers_sample"),
    path("intake/customers/<int:import_id>/", customer_lists.one, name="intake_customers"),
    path(
        "intake/customers/<int:import_id>/choices/", customer_lists.choices, name="intake_customers_choices"
    ),
    path(
        "intake/customers/<int:import_id>/discard/", customer_lists.discard, name="intake_customers_discard"
    ),
    path(
        "intake/customers/<int:import_id>/progress/",
        customer_lists.progress,
        name="intake_customers_progress",
    ),
    path(
        "intake/customers/<int:import_id>/problems/",
        customer_lists.problems,
        name="intake_customers_problems",
    ),
]
