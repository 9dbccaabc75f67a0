from django.urls import URLPattern, URLResolver, include, path

from kedang.grading.views import customers, proposals, settings

_own = [
    path("grading/", proposals.proposals, name="proposals"),
    path("grading/accept/", proposals.accept_all, name="accept_all"),
    path("grading/calculate/", proposals.calculate, name="calculate"),
    path("grading/progress/", proposals.progress, name="progress"),
    path("grading/contacts/", customers.contacts, name="contacts"),
    path("grading/<int:proposal_id>/accept/", proposals.accept, name="accept"),
    path("grading/<int:proposal_id>/keep/", proposals.keep, name="keep"),
    path("customers/<int:customer_id>/scores/", customers.scores, name="scores"),
    path("customers/<int:customer_id>/scores/refusal/", customers.refusal, name="refusal"),
    path("settings/grading/", settings.settings, name="settings"),
    path("settings/grading/example/", settings.example, name="example"),
    path("settings/service-levels/", settings.levels, name="levels"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "grading")))]
