from django.urls import URLPattern, URLResolver, path

from kedang.ui.views import gallery, preferences, runs, tray

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/tray/", tray.tray, name="tray"),
    path("-/counts/", tray.counts, name="counts"),
    path("-/runs/<int:run_id>/<slug:verb>/", runs.move, name="run_move"),
    path("-/language/", preferences.language, name="set_language"),
    path("-/gallery/", gallery.gallery, name="gallery"),
    path("-/gallery/choices/", gallery.choices, name="gallery_choices"),
    path("-/gallery/value/", gallery.plain_value, name="gallery_value"),
    path("-/gallery/fact/", gallery.fact, name="gallery_fact"),
]
