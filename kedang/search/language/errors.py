from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid, Text


class QueryError(Invalid):
    """A query that cannot be understood or cannot work. `caret` shows the place under the query."""

    def __init__(
        self, message: Text, query: str, position: int, *, field: str | None = None, remedy: Text = ""
    ) -> None:
        position = min(position, len(query))
        super().__init__(
            _("第 %(place)s 个字：%(message)s") % {"place": position + 1, "message": message},
            field=field or "q",
            value=query,
            remedy=remedy,
        )
        self.query = query
        self.position = position

    @property
    def caret(self) -> str:
        # A Chinese character is two columns wide: an ideographic space keeps the caret under it.
        margin = "".join(
            "　" if ord(character) > 0x2E7F else " " for character in self.query[: self.position]
        )
        return f"{self.query}\n{margin}^"
