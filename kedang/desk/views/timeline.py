"""The stream of all that happened with a customer: a part of its page, filtered, searched, endless."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.core.numbers import number_of
from kedang.core.text import tidy
from kedang.customers import timeline as streaming
from kedang.customers.views.finding import customer_of

ROWS = 20


@never_cache
@require_GET
def timeline(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """`only` (repeated), `q` and the point where the page before ended: `at`, `source`, `pk`."""
    customer = customer_of(request, customer_id)
    known = {source.name: source for source in streaming.sources()}
    only = [name for name in request.GET.getlist("only") if name in known]
    words = tidy(request.GET.get("q", ""))[:60]
    before = _point_of(request)
    moments = streaming.stream(customer, request.actor, only=only, before=before, words=words, limit=ROWS)
    last = moments[-1].point if len(moments) == ROWS else None
    context = {
        "customer": customer, "moments": moments, "sources": list(known.values()), "only": only, "words": words,
        "more": _address(last, only, words) if last else "",
    }  # fmt: skip
    return render(request, "desk/timeline_rows.html" if before else "desk/timeline.html", context)


def _point_of(request: HttpRequest) -> streaming.Point | None:
    at, pk = _moment_of(request.GET.get("at", "")), number_of(request.GET.get("pk", ""))
    return streaming.Point(at, request.GET.get("source", ""), pk) if at and pk is not None else None


def _moment_of(typed: str) -> datetime | None:
    try:
        moment = parse_datetime(typed)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _address(last: streaming.Point, only: list[str], words: str) -> str:
    asked: dict[str, str | int | list[str]] = {
        "at": last.at.isoformat(),
        "source": last.source,
        "pk": last.pk,
        "only": only,
        "q": words,
    }
    return urlencode(asked, doseq=True)
