from django.urls import URLPattern, URLResolver, include, path

from kedang.quality.views import findings, fixes, league

_own = [
    path("quality/", findings.worklist, name="worklist"),
    path("quality/<int:finding_id>/standing/", findings.standing, name="standing"),
    path("quality/<int:finding_id>/ignore/", findings.ignore, name="ignore"),
    path("quality/<int:finding_id>/take-up/", findings.take_up, name="take_up"),
    path("quality/league/", league.league, name="league"),
    path("quality/assess/", league.assess, name="assess"),
    path("quality/fixes/", fixes.fixes, name="fixes"),
    path("quality/fixes/<slug:code>/", fixes.fix, name="fix"),
    path("quality/checks/", findings.worklist, name="checks"),
    path("customers/<int:customer_id>/quality/", findings.customer, name="customer"),
    path("settings/quality/", league.settings, name="settings"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "quality")))]
