"""Control characters in what a browser sends: no keyboard types them, and databases choke on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from kedang.core.errors import NotFound
from kedang.ui.errors import error_response

GetResponse = Callable[[HttpRequest], HttpResponse]

# Tab and line ends are text; PostgreSQL takes no NUL, spreadsheets and XML none of the others.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A query without these has none, and is not parsed here.
_ESCAPED = re.compile(r"%(?:[01][0-9A-F]|7F)", re.IGNORECASE)


class ControlCharacters:
    """Drops them from parameters and form fields; an address that holds one leads nowhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _ESCAPED.search(request.META.get("QUERY_STRING", "")):
            request.GET = without_controls(request.GET)  # type: ignore[assignment]  # typed as immutable
        return self._next(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if _CONTROL.search(request.path_info):
            return error_response(request, NotFound(_("没有找到，或您无权查看")))
        if request.method == "POST" and _has_any(request.POST):
            request.POST = without_controls(request.POST)  # type: ignore[assignment]  # likewise
        return None


def plain(text: str) -> str:
    return _CONTROL.sub("", text)


def without_controls(sent: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        cleaned.setlist(plain(name), [plain(value) for value in values])
    cleaned._mutable = False
    return cleaned


def _has_any(sent: QueryDict) -> bool:
    return any(_CONTROL.search(text) for name, values in sent.lists() for text in (name, *values))
