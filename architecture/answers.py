"""Promise 2: every URL × person. What is asked, what is answered, what nobody listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import urlencode

PEOPLE = (
    "owner", "colleague", "other", "head", "archivist", "privacy_officer", "auditor", "system_admin",
    "security_admin", "manager", "outsider", "anonymous",
)  # fmt: skip
Expected = Mapping[str, int]


def everyone(status: int, **others: int) -> Expected:
    """The same for all, with exceptions: `everyone(404, owner=200)`."""
    unknown = set(others) - set(PEOPLE)
    if unknown:
        raise ValueError(f"nobody is called {unknown}")
    return {**dict.fromkeys(PEOPLE, status), **others}


@dataclass(frozen=True)
class Probe:
    """One request to a named URL, as the people in `expected`.

    The address' parameters are found in the world by their names, or by the names that `at` gives
    (`at={"template_id": "record_template_id"}`), else `at` holds them itself. `sent` likewise: `"{tag_id}"`.
    """

    expected: Expected
    method: str = "get"
    at: Mapping[str, Any] = field(default_factory=dict)
    sent: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def get(expected: Expected, at: Mapping[str, Any] | None = None, **sent: Any) -> tuple[Probe, ...]:
    return (Probe(expected, at=at or {}, sent=sent),)


def post(expected: Expected, at: Mapping[str, Any] | None = None, **sent: Any) -> tuple[Probe, ...]:
    """The change itself, and that a plain visit does not make it."""
    return (Probe(expected, "post", at or {}, sent), Probe({"owner": 405}, at=at or {}))


def visit_and_post(
    seen: Expected, done: Expected, at: Mapping[str, Any] | None = None, **sent: Any
) -> tuple[Probe, ...]:
    """A form: who gets to see it, and what comes of sending it."""
    return (Probe(seen, at=at or {}), Probe(done, "post", at or {}, sent))


Table = Mapping[str, tuple[Probe, ...]]
World = Mapping[str, Any]
Patterns = Iterable[URLPattern | URLResolver]


def addresses(
    patterns: Patterns, space: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every URL by its name with its name space, and its parameters; a nameless one by its pattern."""
    for pattern in patterns:
        parameters = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, parameters)
        else:
            yield space + (pattern.name or f"<{pattern.pattern}>"), parameters


def unlisted(patterns: Patterns, table: Table) -> list[str]:
    found = {name for name, _parameters in addresses(patterns)}
    missing = [f"{name}: is listed for nobody" for name in sorted(found - set(table))]
    return missing + [f"{name}: is listed but there is no such URL" for name in sorted(set(table) - found)]


def mismatches(
    patterns: Patterns, table: Table, world: World, clients: Mapping[str, Client]
) -> Iterator[str]:
    """Answers that differ from the table. Each request is undone, so that their order does not matter."""
    for name, parameters in addresses(patterns):
        for probe in table.get(name, ()):
            url = reverse(name, kwargs={one: _value(one, probe.at, world) for one in parameters})
            wrong: dict[str, list[str]] = {}
            for person, wanted in probe.expected.items():
                status, error = answer(clients[person], probe, url, world)
                if status != wanted:
                    wrong.setdefault(f"{status} instead of {wanted}{error}", []).append(person)
            for said, people in wrong.items():
                yield f"{name}: {probe.method.upper()} {url}: {said} for {', '.join(people)}"


def fetch(client: Client, probe: Probe, name: str, parameters: Iterable[str], world: World) -> str:
    """The page itself; nothing of a file."""
    url = reverse(name, kwargs={one: _value(one, probe.at, world) for one in parameters})
    sent = {key: _filled(value, world) for key, value in probe.sent.items()}
    response = _ask(client, probe, url, sent)
    is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
    return str(response.content.decode()) if is_page else ""


def answer(client: Client, probe: Probe, url: str, world: World) -> tuple[int, str]:
    """The status, and the error behind a 500."""
    sent = {key: _filled(value, world) for key, value in probe.sent.items()}
    cookies = deepcopy(client.cookies)
    with ExitStack() as undone:
        for alias in settings.DATABASES:
            undone.enter_context(transaction.atomic(using=alias))
        response = _ask(client, probe, url, sent)
        if response.streaming:
            b"".join(response)
        for alias in settings.DATABASES:
            transaction.set_rollback(True, using=alias)
    client.cookies = cookies
    error = getattr(response, "exc_info", None)
    return int(response.status_code), f" ({error[0].__name__}: {error[1]})" if error else ""


def _ask(client: Client, probe: Probe, url: str, sent: dict[str, Any]) -> Any:
    ask = getattr(client, probe.method)
    if probe.method in {"get", "post"}:
        return ask(url, sent, headers=dict(probe.headers))
    return ask(
        url, urlencode(sent), content_type="application/x-www-form-urlencoded", headers=dict(probe.headers)
    )


def _value(parameter: str, at: Mapping[str, Any], world: World) -> Any:
    named = at.get(parameter, parameter)
    return world.get(named, named)


def _filled(value: Any, world: World) -> Any:
    """`"{customer_id}"` → the customer's id."""
    return (
        str(world[value[1:-1]])
        if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}"
        else value
    )
