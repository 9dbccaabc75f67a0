"""What becomes of each row: a new customer, an update of one in the archive, or a rejection that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.intake.customers.matching import Matches, label_of
from kedang.intake.customers.reading import Problem, ReadRow
from kedang.intake.models import CustomerImport


@dataclass
class Decided:
    """Rows to create, and rows that are customers of the archive."""

    new: list[ReadRow] = field(default_factory=list)
    known: list[tuple[ReadRow, Customer]] = field(default_factory=list)


def decide(
    customer_import: CustomerImport, rows: Sequence[ReadRow], matches: Matches, actor: Actor
) -> Decided:
    """Create, update or reject each row; rejected ones say why."""
    ids = {pk for index in range(len(rows)) for pk in matches.customers(index)}
    known, seen, editable = _archive(ids, actor) if ids else ({}, set(), set())
    decided = Decided()
    for index, row in enumerate(rows):
        if row.new is None:
            continue
        if index in matches.earlier:
            _reject_repeat(row, rows[matches.earlier[index][1]], matches.earlier[index][0])
        elif same := matches.customers(index):
            by = label_of(next(iter(matches.same[index])))
            why_not = _why_not(customer_import, [known[pk] for pk in same], by, seen, editable)
            if why_not:
                row.reject(why_not[0], remedy=why_not[1])
            else:
                _take_known(row, known[next(iter(same))], decided)
        elif customer_import.mode == CustomerImport.Mode.UPDATE:
            row.reject(_("档案中没有这个客户"), remedy=_("核对匹配字段，或改用“新建并更新”。"))
        else:
            _hint(row, matches.alike.get(index, {}))
            decided.new.append(row)
    return decided


def _archive(ids: set[int], actor: Actor) -> tuple[dict[int, Customer], set[int], set[int]]:
    """The customers with `ids`; those the actor may see, and may change."""
    known = {one.pk: one for one in Customer.objects.filter(pk__in=ids).select_related("department")}
    seen = set(Customer.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    editable = set(
        Customer.objects.in_use().permitted(actor, "edit").filter(pk__in=seen).values_list("pk", flat=True)
    )
    return known, seen, editable


def _why_not(
    customer_import: CustomerImport, same: list[Customer], by: str, seen: set[int], editable: set[int]
) -> tuple[str, str] | None:
    """Why the row may not update what it matches, and what to do; None when it may."""
    hidden = [one for one in same if one.pk not in seen]
    if hidden:
        # One bit and a department, no more (requirements A12).
        team = hidden[0].department.name if hidden[0].department else _("管理员")
        return _("%(by)s已存在，请联系%(team)s") % {"by": by, "team": team}, ""
    if customer_import.mode == CustomerImport.Mode.CREATE:
        return _("%(by)s与已有客户 %(number)s 相同") % {"by": by, "number": same[0].number}, ""
    if len(same) > 1:
        numbers = "、".join(sorted(one.number for one in same))
        return _("与多个客户匹配：%(numbers)s") % {"numbers": numbers}, _("请用客户编号匹配。")
    if same[0].pk not in editable:
        return _("您不能修改客户 %(number)s") % {"number": same[0].number}, ""
    return None


def _take_known(row: ReadRow, customer: Customer, decided: Decided) -> None:
    for earlier, taken in decided.known:
        if taken.pk == customer.pk:
            _reject_repeat(row, earlier, "match_key")
            return
    decided.known.append((row, customer))


def _reject_repeat(row: ReadRow, earlier: ReadRow, by: str) -> None:
    row.reject(
        _("%(by)s与本文件第 %(row)d 行相同") % {"by": label_of(by), "row": earlier.number},
        remedy=_("请合并为一行。"),
    )


def _hint(row: ReadRow, alike: dict[str, set[int]]) -> None:
    """A shared switchboard is no reason to refuse, but worth a look."""
    for name in alike:
        row.problems.append(Problem(-1, "", _("疑似重复：%(by)s与已有客户相同") % {"by": label_of(name)}))
