from django.urls import URLPattern, URLResolver, include, path

from kedang.portal.views import office, public

_own = [
    path("customers/<int:customer_id>/portal/", office.customer_links, name="customer_links"),
    path("customers/<int:customer_id>/portal/new/", office.link_new, name="link_new"),
    path("portal-links/<int:link_id>/code/", office.link_code, name="link_code"),
    path("portal-links/<int:link_id>/withdraw/", office.link_withdraw, name="link_withdraw"),
    path("requests/", office.requests, name="requests"),
    path("requests/<int:request_id>/approve/", office.request_approve, name="request_approve"),
    path("requests/<int:request_id>/reject/", office.request_reject, name="request_reject"),
    path("requests/<int:request_id>/file/", office.request_file, name="request_file"),
    # Public: no sign-in; the token and the code are the keys.
    path("p/<str:token>/", public.door, name="door"),
    path("p/<str:token>/code/", public.code, name="code"),
    path("p/<str:token>/field/", public.field, name="field"),
    path("p/<str:token>/contact/", public.contact, name="contact"),
    path("p/<str:token>/file/", public.file, name="file"),
    path("p/<str:token>/feedback/", public.feedback, name="feedback"),
    path("p/<str:token>/permission/", public.permission, name="permission"),
    path("p/<str:token>/exit/", public.exit_, name="exit"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "portal")))]
