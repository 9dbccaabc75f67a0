"""Customers with texts of the test's choice: rows and index entries only, so that hundreds cost little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from kedang import vault
from kedang.access.models import Audience
from kedang.access.words import Reach
from kedang.core.actor import Actor, as_actor
from kedang.customers.models import Customer
from kedang.customers.models.customer import Stage
from kedang.people.models import Person
from kedang.people.system import system_actor
from kedang.search import fields, index
from kedang.search.fields import SearchField, declare_model

MakeSubject = Callable[..., Customer]

FIELDS = [
    SearchField(names=("名称", "name"), path="name", texts=("name",)),
    SearchField(names=("阶段", "stage"), path="stage", type="choice", choices=Stage.choices),
    SearchField(names=("标签", "tag"), path="tags__name", type="tag"),
    SearchField(names=("创建", "created"), path="created_at", type="date"),
    SearchField(names=("未联系", "silent"), path="cooperation_start", type="age"),
    SearchField(names=("密级", "level"), path="classification", type="number"),
    SearchField(names=("负责人", "owner"), path="owner", type="person"),
    SearchField(names=("联系方式", "contact"), type="tokened", storage="tokened", texts=("contacts",)),
    SearchField(names=("身份证号", "id_number"), path="id_number", type="custom", storage="sealed"),
    SearchField(names=("备注", "note"), path="end_reason"),
]  # fmt: skip


@pytest.fixture
def declared() -> Iterator[None]:
    """Fields of the tests' own, whatever the rooms declare."""
    before = dict(fields._by_kind)
    declare_model(Customer, kind="customer", label="客户", fields=FIELDS)
    yield
    fields._by_kind.clear()
    fields._by_kind.update(before)


_numbers = count(1)


@pytest.fixture
def make_subject(declared: None, db: None) -> MakeSubject:
    def make(owner: Person | None = None, *, name: str = "无名", **given: object) -> Customer:
        texts: dict[str, str] = {
            key: str(given.pop(key)) for key in ("contacts", "people", "text") if key in given
        }
        subject = Customer.objects.create(
            number=f"T-{next(_numbers)}", name=name[:200], match_key=name[:200], owner=owner, **given
        )
        vault.keys.create_keys([(subject.key_owner, "profile", None)])
        write(subject, "facts", {"name": name, **texts})
        if owner:
            Audience.objects.create(customer_id=subject.pk, principal=owner.pk, reach=Reach.OWNER)
        return subject

    return make


def write(subject: Customer, part: str, texts: dict[str, str]) -> None:
    index.write([index.Entry("customer", subject.pk, subject.pk, part, texts, subject.key_owner, "profile")])


@pytest.fixture
def everything(db: None) -> Actor:
    """Sees all: the house itself."""
    return system_actor()


@pytest.fixture
def seller(sales_a: Person) -> Actor:
    return as_actor(sales_a)
