"""The kinds of events there are. A kind nobody declared cannot be recorded."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

# Personal data dies with the customer's key, or with the month's audit key; none: it holds none.
EraseRule = Literal["with_key", "audit_key", "none"]
# change: lives as long as its record; access and security: expire after the organisation's log period.
Nature = Literal["change", "access", "security"]


@dataclass(frozen=True)
class Kind:
    """One kind of event. `sentence` reads after the actor's name: 「查看了客户」."""

    name: str
    sentence: str | Promise
    erase: EraseRule
    nature: Nature = "change"
    personal: tuple[str, ...] = ()


_declared: dict[str, Kind] = {}


def declare(
    name: str,
    sentence: str | Promise,
    *,
    erase: EraseRule = "none",
    nature: Nature = "change",
    personal: tuple[str, ...] = (),
) -> Kind:
    """Make `name` (`room.past_tense`) recordable. `personal` names the payload's parts with personal data."""
    if personal and erase == "none":
        raise ValueError(f"{name}: an event with personal data needs an erase rule")
    kind = Kind(name, sentence, erase, nature, personal)
    if _declared.setdefault(name, kind) != kind:
        raise ValueError(f"{name} is declared twice")
    return kind


def kind_of(name: str) -> Kind | None:
    return _declared.get(name)


def declared() -> dict[str, Kind]:
    return dict(_declared)
