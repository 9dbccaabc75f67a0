from django.urls import URLPattern, URLResolver, include, path

from kedang.demo import views

_own = [
    path("demo/", views.demo, name="demo"),
    path("demo/removal/", views.removal, name="removal"),
    path("demo/progress/", views.progress, name="progress"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "demo")))]
