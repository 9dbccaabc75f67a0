from django.urls import URLPattern, URLResolver, path

from kedang.desk.views import customer, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
]
