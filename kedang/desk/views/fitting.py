"""After a change of type or industry: other templates may fit; asked, shown, then done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.customers.views.finding import customer_of
from kedang.desk.fitting import fitting_of, follow
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def fitting(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: a notice when something does not fit, `?preview=1` what would happen; POST does it."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    if request.method == "POST":
        run = follow(customer, request.actor)
        undo = reverse("run_move", args=[run.pk, "undo"]) if run else ""
        toast(request, _("已换用适用的模板"), undo_url=undo)
        address = reverse("customer", args=[customer_id])
        response = redirect(address)
        response.headers["HX-Redirect"] = address
        response.status_code = 204
        return response
    template = "desk/fitting.html" if request.GET.get("preview") else "desk/fitting_notice.html"
    return render(request, template, {"customer": customer, "fitting": fitting_of(customer, request.actor)})
