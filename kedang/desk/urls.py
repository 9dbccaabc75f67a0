from django.urls import URLPattern, URLResolver, path

from kedang.desk.views import customer

urlpatterns: list[URLPattern | URLResolver] = [
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
]
