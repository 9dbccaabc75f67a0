from django.urls import URLPattern, path

from kedang.drive.views import dav, passwords, settings

app_name = "drive"
urlpatterns: list[URLPattern] = [
    path("dav", dav.dav, name="door"),
    path("dav/", dav.dav, name="dav"),
    path("dav/<path:path>", dav.dav, name="place"),
    path("account/drive/", passwords.passwords, name="passwords"),
    path("account/drive/<int:password_id>/end/", passwords.end, name="password_end"),
    path("settings/drive/", settings.drive, name="settings"),
    path("settings/drive/<int:password_id>/end/", settings.end, name="settings_end"),
]
