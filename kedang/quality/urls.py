from django.urls import URLPattern, URLResolver, include, path

from kedang.quality.views import checks, cleanups, findings, fixes, league

_own = [
    path("quality/", findings.worklist, name="worklist"),
    path("quality/<int:finding_id>/standing/", findings.standing, name="standing"),
    path("quality/<int:finding_id>/ignore/", findings.ignore, name="ignore"),
    path("quality/<int:finding_id>/take-up/", findings.take_up, name="take_up"),
    path("quality/league/", league.league, name="league"),
    path("quality/assess/", league.assess, name="assess"),
    path("quality/fixes/", fixes.fixes, name="fixes"),
    path("quality/fixes/<slug:code>/", fixes.fix, name="fix"),
    path("quality/cleanups/", cleanups.cleanups, name="cleanups"),
    path("quality/cleanups/<int:cleanup_id>/", cleanups.cleanup, name="cleanup"),
    path("quality/dust/<slug:code>/", cleanups.dust, name="dust"),
    path("quality/checks/", checks.checks, name="checks"),
    path("quality/checks/new/", checks.check_new, name="check_new"),
    path("quality/checks/<int:check_id>/", checks.check, name="check"),
    path("quality/checks/<int:check_id>/end/", checks.end, name="check_end"),
    path("quality/samples/<int:item_id>/", checks.item, name="item"),
    path("quality/samples/<int:item_id>/<int:answer_id>/correct/", checks.correct, name="correct"),
    path("customers/<int:customer_id>/quality/", findings.customer, name="customer"),
    path("settings/quality/", league.settings, name="settings"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "quality")))]
