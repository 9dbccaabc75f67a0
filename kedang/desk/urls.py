from django.urls import URLPattern, URLResolver, path

from kedang.desk.views import customer, files, fitting, grants, group, home, timeline

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
    path("customers/<int:customer_id>/timeline/", timeline.timeline, name="customer_timeline"),
    path("customers/<int:customer_id>/group/", group.group, name="customer_group"),
    path("customers/<int:customer_id>/fitting/", fitting.fitting, name="customer_fitting"),
    path("customers/<int:customer_id>/files/pick/", files.pick_file, name="pick_file"),
    path("grants/<slug:kind>/<int:object_id>/", grants.grants, name="grants"),
    path("grants/<slug:kind>/<int:object_id>/new/", grants.grant_new, name="grant_new"),
    path("grants/<slug:kind>/<int:object_id>/<int:grant_id>/end/", grants.grant_end, name="grant_end"),
]
