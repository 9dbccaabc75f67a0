from django.urls import URLPattern, URLResolver, path

from kedang.search import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", views.results, name="search"),
    path("search/instant", views.instant, name="search_instant"),
    path("search/suggest", views.suggestions, name="search_suggest"),
    path("search/more/<slug:kind>/", views.more, name="search_more"),
    path("search/counts/", views.counts, name="search_counts"),
    path("search/facets/<slug:kind>/", views.facets, name="search_facets"),
    path("views/", views.views, name="saved_views"),
    path("views/new/", views.view_new, name="saved_view_new"),
    path("views/<int:view_id>/", views.view, name="saved_view"),
]
