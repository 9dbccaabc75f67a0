"""How a request of the drive ends when not as asked: a status, and a sentence for whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse

from kedang.core.errors import Conflict, DomainError, Invalid, NotFound, Refused, StepUpNeeded

LOCKED, INSUFFICIENT = 423, 507


class Answer(Exception):
    """Raised where it is known. `condition` is the precondition's element of RFC 4918."""

    def __init__(
        self, status: int, text: str = "", headers: Mapping[str, str] | None = None, condition: str = ""
    ) -> None:
        super().__init__(status, text)
        self.status, self.text, self.condition = status, text, condition
        self.headers = dict(headers or {})

    def response(self) -> HttpResponse:
        if self.condition:
            body = f'<?xml version="1.0" encoding="utf-8"?>\n<D:error xmlns:D="DAV:"><D:{self.condition}/></D:error>'
            return HttpResponse(body, "application/xml; charset=utf-8", self.status, headers=self.headers)
        return HttpResponse(self.text, "text/plain; charset=utf-8", self.status, headers=self.headers)


def of_error(error: DomainError) -> Answer:
    """A refusal of the house in the words of the protocol; 401 would only make programs ask for passwords."""
    return Answer(_status_of(error), str(error))


def _status_of(error: DomainError) -> int:
    if isinstance(error, StepUpNeeded | Refused):
        return 403
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Conflict | Invalid):
        return 409
    return 403
