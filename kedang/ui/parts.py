"""Addresses that are no pages, opened as if they were: a part stands in the frame, a deed says where it is done."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

_HEADING = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.DOTALL)
_ROW = re.compile(r"\s*<tr\b")


def within_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer inside the frame, under its own heading."""
    html = response.content.decode()
    heading = _HEADING.search(html)
    context = {
        "part": SafeString(html),  # what the view just rendered
        "title": strip_tags(heading[1]).strip() if heading else "",
        "is_rows": bool(_ROW.match(html)),
        "above": _above(request.path),
    }
    page = render(request, "ui/part.html", context)
    for name, morsel in response.cookies.items():
        page.cookies[name] = morsel
    return page


def only_sent(request: HttpRequest) -> HttpResponse:
    """An address that takes what a form sends."""
    return render(request, "ui/only_sent.html", {"above": _above(request.path)}, status=405)


def _above(path: str) -> str:
    """The nearest page above: where the form usually is."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"
