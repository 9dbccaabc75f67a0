from django.urls import URLPattern

app_name = "understanding"
urlpatterns: list[URLPattern] = []
