"""The kinds of notices there are. A kind nobody declared cannot be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class NoticeKind:
    """`sentence` may name `%(actor)s` and `%(customer)s`; `url` leads to the subject, given the notice."""

    name: str
    label: str | Promise
    sentence: str | Promise
    url: Callable[[Any], str]
    icon: str = "bell"
    # Whether it is mailed too when the person has not said otherwise.
    by_mail: bool = False


def leads_to(view: str) -> Callable[[Any], str]:
    """To the page of what the notice is about."""
    return lambda notice: reverse(view, args=[notice.subject_id])


_declared: dict[str, NoticeKind] = {}


def declare(kind: NoticeKind) -> NoticeKind:
    if _declared.setdefault(kind.name, kind) != kind:
        raise ValueError(f"{kind.name} is declared twice")
    return kind


def kind_of(name: str) -> NoticeKind | None:
    return _declared.get(name)


def declared() -> list[NoticeKind]:
    return list(_declared.values())
