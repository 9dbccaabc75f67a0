"""Customer lists for the tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kedang.core.actor import Actor, as_actor
from kedang.intake.actions.customer_lists import Choices, receive_list, set_choices, start_import
from kedang.intake.models import CustomerImport
from kedang.jobs import run_pending
from kedang.people.models import Person

HEADINGS = ("客户名称", "手机", "邮箱", "统一社会信用代码", "行业", "负责人")


def csv_bytes(
    rows: Sequence[Sequence[str]], *, headings: Sequence[str] = HEADINGS, encoding: str = "utf-8"
) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode(encoding)


def upload(content: bytes, person: Person, *, name: str = "客户.csv") -> CustomerImport:
    return receive_list(name, [content], actor=as_actor(person))


def run_import(customer_import: CustomerImport, person: Person, **choices: object) -> CustomerImport:
    """Import with `choices` over what was guessed, to the end."""
    guessed = ("mapping", "match_by", "default_owner", "default_department")
    given = {name: getattr(customer_import, name) for name in guessed} | choices
    actor: Actor = as_actor(person)
    set_choices(customer_import, Choices(**given), actor=actor)
    start_import(customer_import, actor=actor)
    run_pending()
    customer_import.refresh_from_db()
    return customer_import
