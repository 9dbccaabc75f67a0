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
    """One request to a named URL. `args` name things of the world; `sent` may too (`{customer}`)."""

    expected: Expected
    method: str = "get"
    args: tuple[str, ...] = ()
    sent: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


Table = Mapping[str, tuple[Probe, ...]]
World = Mapping[str, Any]


def names(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Every URL by its name with its name space; one without a name is known by its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        else:
            yield prefix + (pattern.name or f"<{pattern.pattern}>")


def unlisted(patterns: Iterable[URLPattern | URLResolver], table: Table) -> list[str]:
    found = set(names(patterns))
    missing = [f"{name}: is listed for nobody" for name in sorted(found - set(table))]
    return missing + [f"{name}: is listed but there is no such URL" for name in sorted(set(table) - found)]


def mismatches(table: Table, world: World, clients: Mapping[str, Client]) -> Iterator[str]:
    """Answers that differ from the table. Each request is undone, so that their order does not matter."""
    for name, probes in table.items():
        for probe in probes:
            url = reverse(name, args=[world[arg] for arg in probe.args])
            wrong: dict[str, list[str]] = {}
            for person, client in clients.items():
                status, error = _answer(client, probe, url, world)
                if status != probe.expected[person]:
                    said = f"{status} instead of {probe.expected[person]}{error}"
                    wrong.setdefault(said, []).append(person)
            for said, people in wrong.items():
                yield f"{name}: {probe.method.upper()} {url}: {said} for {', '.join(people)}"


def _answer(client: Client, probe: Probe, url: str, world: World) -> tuple[int, str]:
    """The status, and the error behind a 500."""
    sent = {key: _filled(value, world) for key, value in probe.sent.items()}
    cookies = deepcopy(client.cookies)
    with ExitStack() as undone:
        for alias in settings.DATABASES:
            undone.enter_context(transaction.atomic(using=alias))
        answer = _ask(client, probe, url, sent)
        if answer.streaming:
            b"".join(answer)
        for alias in settings.DATABASES:
            transaction.set_rollback(True, using=alias)
    client.cookies = cookies
    error = getattr(answer, "exc_info", None)
    return int(answer.status_code), f" ({error[0].__name__}: {error[1]})" if error else ""


def _ask(client: Client, probe: Probe, url: str, sent: dict[str, Any]) -> Any:
    ask = getattr(client, probe.method)
    if probe.method in {"get", "post"}:
        return ask(url, sent, headers=dict(probe.headers))
    return ask(
        url, urlencode(sent), content_type="application/x-www-form-urlencoded", headers=dict(probe.headers)
    )


def _filled(value: Any, world: World) -> Any:
    """`"{customer}"` → the customer's id."""
    return (
        str(world[value[1:-1]])
        if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}"
        else value
    )
