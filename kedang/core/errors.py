"""What can go wrong in the domain, said so that a person knows where and how to go on."""

from typing import Any

from django.utils.functional import Promise

Text = str | Promise


def sentences(message: Text, remedy: Text) -> str:
    """What is wrong and what to do, one after the other as either language writes it."""
    first, then = str(message).strip(), str(remedy).strip()
    if not (first and then):
        return first or then
    in_chinese = then[0] > "\u2e7f"
    if first[-1] not in "。！？；：.!?;:…":
        first += "。" if in_chinese else "."
    return first + then if in_chinese else f"{first} {then}"


class DomainError(Exception):
    """An expected failure. `message` says what, `field`/`row`/`value` where, `remedy` what to do next."""

    status = 400

    def __init__(
        self,
        message: Text,
        *,
        field: str | None = None,
        row: int | None = None,
        value: str | None = None,
        remedy: Text = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.row = row
        self.value = value
        self.remedy = remedy

    def __str__(self) -> str:
        return sentences(self.message, self.remedy)

    def settled(self) -> None:
        """Called in the transaction that records the refusal, after the rollback: whom to tell."""


class Invalid(DomainError):
    """The input breaks a rule; nothing was stored."""


class StepUpNeeded(DomainError):
    """The act needs a fresh second factor or a reason first; the page asks for it and tries again.

    `ask_at`: the page that asks, when it is one of its own; it leads back to where one was.
    """

    status = 401

    def __init__(self, message: Text, *, ask_at: str = "", **details: Any) -> None:
        super().__init__(message, **details)
        self.ask_at = ask_at


class Refused(DomainError):
    """The thing may be seen, the act is not allowed."""

    status = 403


class NotFound(DomainError):
    """It does not exist, or the asker may not know that it does."""

    status = 404


class Conflict(DomainError):
    """Somebody else was faster."""

    status = 409
