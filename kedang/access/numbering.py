"""Giving out numbers: without gaps, never twice, also when many ask at once.

A counter row per rendered prefix is moved on inside the creating transaction, so a rollback gives the number
back and nobody else can have it meanwhile. Every number given out keeps its Allocation row; numbers that are
already taken under another rule, or were brought along, are passed over.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _

from kedang.access.models.numbering import Allocation, Counter, NumberingRule
from kedang.access.number_templates import SERIES, NumberTemplate, parse_template
from kedang.core.clock import today
from kedang.core.errors import Conflict

_ROWS_PER_STATEMENT = 500


def issue(series: str, facts: Sequence[Mapping[str, str]]) -> list[str]:
    """One number per element of `facts` (values by token key), in their order, by the rule in force."""
    template, on = template_of(series), today()
    prefixes = [template.prefix(each, on) for each in facts]
    # Sorted: two transactions that need the same counters take them in the same order.
    given = {
        prefix: iter(_issue_under(series, prefix, count, partial(template.render_under, prefix)))
        for prefix, count in sorted(Tally(prefixes).items())
    }
    return [next(given[prefix])[1] for prefix in prefixes]


def allocate(series: str, prefix: str, count: int = 1) -> list[int]:
    """The next `count` sequence numbers under `prefix`."""
    return [sequence for sequence, _number in _issue_under(series, prefix, count, lambda n: f"{prefix}{n}")]


def reserve(series: str, number: str) -> None:
    """Take a number that was brought along, such as an imported customer's old one. Raises Conflict."""
    if not _claim(series, "", [(None, number)]):
        raise Conflict(
            _("编号“%(number)s”已经用过。") % {"number": number},
            field="number",
            value=number,
            remedy=_("编号用过之后不再发放；请换一个，或留空由系统编号。"),
        )


def reserve_many(series: str, numbers: Sequence[str]) -> set[str]:
    """Take those of `numbers` that are free; the answer names them."""
    return {number for _sequence, number in _claim(series, "", [(None, number) for number in numbers])}


def void(series: str, numbers: Iterable[str]) -> int:
    """Mark numbers as void, because their creation was undone. They are not given out again."""
    state = Allocation.State
    rows = Allocation.objects.filter(series=series, number__in=list(numbers), state=state.USED)
    return rows.update(state=state.VOID)


def template_of(series: str) -> NumberTemplate:
    rule = NumberingRule.objects.filter(series=series).values_list("template", flat=True).first()
    return parse_template(SERIES[series], rule or SERIES[series].shipped)


def _issue_under(series: str, prefix: str, count: int, render: Callable[[int], str]) -> list[tuple[int, str]]:
    given: list[tuple[int, str]] = []
    clashed = False
    while len(given) < count:
        missing = count - len(given)
        if clashed:
            _pass_over(series, prefix, render)
        last = _advance(series, prefix, missing)
        wanted = [(sequence, render(sequence)) for sequence in range(last - missing + 1, last + 1)]
        given += [(sequence or 0, number) for sequence, number in _claim(series, prefix, wanted)]
        clashed = len(given) < count
    return given


def _pass_over(series: str, prefix: str, render: Callable[[int], str]) -> None:
    """Move the counter to just before the next free number: a moved-in archive may have taken thousands."""
    while True:
        last = _advance(series, prefix, 0)
        ahead = [render(sequence) for sequence in range(last + 1, last + 1 + _ROWS_PER_STATEMENT)]
        rows = Allocation.objects.filter(series=series, number__in=ahead)
        taken = set(rows.values_list("number", flat=True))
        free = next((place for place, number in enumerate(ahead) if number not in taken), len(ahead))
        _advance(series, prefix, free)
        if free < len(ahead):
            return


def _advance(series: str, prefix: str, count: int) -> int:
    """Move the counter on by `count`; its row stays locked until the transaction ends."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("numbers are given out only inside the creating transaction")
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [series, prefix, count])
        return int(cursor.fetchone()[0])


def _claim(
    series: str, prefix: str, wanted: Sequence[tuple[int | None, str]]
) -> list[tuple[int | None, str]]:
    """Write the allocation rows; those whose number was free, in their order."""
    free: set[str] = set()
    rows = iter(wanted)
    while chunk := list(islice(rows, _ROWS_PER_STATEMENT)):
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(chunk))
        arguments = [
            value
            for sequence, number in chunk
            for value in (series, number, prefix, sequence, Allocation.State.USED)
        ]
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM.format(values=values), arguments)
            free.update(number for (number,) in cursor.fetchall())
    return [(sequence, number) for sequence, number in wanted if number in free]


_COUNTER = Counter._meta.db_table
_ADVANCE = (
    f"INSERT INTO {_COUNTER} (series, prefix, last) VALUES (%s, %s, %s)"  # noqa: S608 (the table's own name)
    f" ON CONFLICT (series, prefix) DO UPDATE SET last = {_COUNTER}.last + excluded.last RETURNING last"
)
_CLAIM = (
    f"INSERT INTO {Allocation._meta.db_table} (series, number, prefix, sequence, state)"  # noqa: S608
    " VALUES {values} ON CONFLICT (series, number) DO NOTHING RETURNING number"
)
