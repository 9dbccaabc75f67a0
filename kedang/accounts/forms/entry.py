"""A form whose deed may be refused by the house: the refusal stands at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from kedang.core.errors import Conflict, DomainError, StepUpNeeded


class EntryForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def does(self, deed: Callable[[], Any]) -> bool:
        """Whether the form is valid and `deed` was done; otherwise the errors say why.

        A missing reason or second factor is asked for by the page that every room shares.
        """
        if not self.is_valid():
            return False
        try:
            deed()
        except StepUpNeeded:
            raise
        except DomainError as error:
            if isinstance(error, Conflict):
                self._mark_stale()
            self.add_error(self.place_of(error.field), str(error))
            return False
        return True

    def place_of(self, name: str | None) -> str | None:
        """The field a refusal stands at. For a form whose fields are called otherwise than the record's."""
        return name if name in self.fields else None

    def _mark_stale(self) -> None:
        """Somebody was faster: the page lays what was typed beside what is stored now (conflict.js)."""
        for name in {"expected", "revision"} & set(self.fields):
            self.fields[name].widget.attrs["data-stale"] = "true"


def say(request: HttpRequest, text: str) -> None:
    """A few words after a deed, on the next page."""
    messages.success(request, text)
