"""The door for programs: `/dav/`."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from kedang.core.errors import DomainError
from kedang.drive.answers import Answer, of_error
from kedang.drive.asked import Asked, names_of
from kedang.drive.methods import locks, marking, moving, reading, writing
from kedang.drive.signing_in import actor_of

Method = Callable[[Asked], HttpResponseBase]
METHODS: dict[str, Method] = {
    "OPTIONS": reading.options,
    "GET": reading.get,
    "HEAD": reading.head,
    "PROPFIND": reading.propfind,
    "PUT": writing.put,
    "MKCOL": writing.mkcol,
    "DELETE": writing.delete,
    "MOVE": moving.move,
    "COPY": moving.copy,
    "PROPPATCH": marking.proppatch,
    "LOCK": locks.lock,
    "UNLOCK": locks.unlock,
}


# No cookie counts here and none is set: what another site makes a browser send carries no app password.
@csrf_exempt
@login_not_required
def dav(request: HttpRequest, path: str = "") -> HttpResponseBase:
    try:
        actor = actor_of(request)
        method = METHODS.get(request.method or "")
        if method is None:
            raise Answer(405, headers={"Allow": reading.METHODS})
        response = method(Asked(request, actor, names_of(path)))
    except Answer as answer:
        response = answer.response()
    except DomainError as error:
        response = of_error(error).response()
    response.headers.setdefault("DAV", reading.CAPABLE["DAV"])
    return response
