"""Promise 4 on the pages themselves: an English page holds no Chinese but what people typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

import conftest
from architecture import world as making
from architecture.answers import Probe, World, addresses, fetch
from architecture.english import chinese_in, typed_in
from architecture.source import PACKAGE, assert_none
from architecture.urls import TABLE
from kedang.accounts.setup import INDUSTRIES, load_presets
from kedang.core.actor import as_actor
from kedang.customers.actions.change import change_fields, switch_template
from kedang.customers.actions.tags import tag_customer
from kedang.customers.models import Customer, CustomField, FieldType, Tag
from kedang.documents.tests.makers import make_document
from kedang.filing.models import DocumentType
from kedang.people.models import Person

SOURCES = [Path(making.__file__), Path(conftest.__file__), *PACKAGE.glob("*/tests/makers.py")]
# The name of the other language, in itself; what a document without a name of its own is called; an event of tests.
TYPED = [*typed_in(*SOURCES), "扫描件", "中文", "简体中文", "改了岗位名称"]
VALUES = {FieldType.NUMBER: "12", FieldType.MONEY: "1200", FieldType.DATE: "2026-05-03"}


@pytest.fixture
def cast(
    sales_a: Person, colleague: Person, head: Person, archivist: Person, auditor: Person, system_admin: Person,
    security_admin: Person, manager: Person, privacy_officer: Person,
) -> dict[str, Person]:  # fmt: skip
    return {
        "owner": sales_a, "colleague": colleague, "head": head, "archivist": archivist, "manager": manager,
        "auditor": auditor, "privacy_officer": privacy_officer, "system_admin": system_admin,
        "security_admin": security_admin,
    }  # fmt: skip


@pytest.fixture
def world(cast: dict[str, Person]) -> dict[str, Any]:
    """With all that any preset ships, in use."""
    for industry in INDUSTRIES:
        load_presets(industry.code, actor=as_actor(cast["archivist"]))
    made = making.build(**cast)
    customer = Customer.objects.get(pk=made["customer_id"])
    _fill(customer, cast["archivist"])
    _file(customer, cast["owner"])
    return made


def _fill(customer: Customer, archivist: Person) -> None:
    actor = as_actor(archivist)
    own = {field.key: _value_of(field.type, field.choices) for field in CustomField.objects.all()}
    facts = {"industry": "C27", "region": "330106", "source": "website", "grade": "A", "uscc": ""}
    change_fields(customer, facts | own, actor=actor)
    switch_template(customer, actor=actor)
    tag_customer(customer, Tag.objects.all(), actor=actor)


def _value_of(kind: str, choices: list[str]) -> str:
    return choices[0] if choices else VALUES.get(FieldType(kind), "text")


def _file(customer: Customer, owner: Person) -> None:
    """A document of every type, every field filled."""
    tags = list(Tag.objects.values_list("pk", flat=True))
    for place, kind in enumerate(DocumentType.objects.all()):
        values = {each["key"]: _value_of(each["type"], each.get("choices", [])) for each in kind.fields}
        make_document(
            customer, by=owner, type=kind, fields=values, tags=tags, content=str(place).encode(),
            original_name=f"scan{place}.txt",
        )  # fmt: skip


@pytest.fixture
def clients(cast: dict[str, Person], client_of: Callable[[Person], Client]) -> dict[str, Client]:
    """Everybody reads English."""
    Person.objects.update(language="en")
    return {name: client_of(person) for name, person in cast.items()}


def test_english_pages_hold_no_chinese_but_what_people_typed(
    world: dict[str, Any], clients: dict[str, Client]
) -> None:
    assert_none(_chinese(world, clients))


def _chinese(world: World, clients: dict[str, Client]) -> Iterator[str]:
    for name, parameters in addresses(get_resolver().url_patterns):
        for probe in TABLE.get(name, ()):
            person = _reader_of(probe, clients)
            if person and (page := fetch(clients[person], probe, name, parameters, world)):
                for run in sorted(chinese_in(page, TYPED)):
                    yield f"{name}: {run}"


def _reader_of(probe: Probe, clients: dict[str, Client]) -> str | None:
    """Who sees most of it."""
    if probe.method != "get":
        return None
    return next((one for one in clients if probe.expected.get(one) == 200), None)


# The check bites.


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>合同</p>", {"合同"}),
        ("<p>年度合同</p>", set()),
        ("<p>ABC公司_20261122_合同.txt</p>", set()),
        ("<code>{类型|题名}</code>", set()),
        ('<input placeholder="搜索">', {"搜索"}),
        ('<a title="打开">x</a>', {"打开"}),
        ('<p lang="zh-hans">打开<br>了<b>它</b></p><p>关上</p>', {"关上"}),
        ("<script>打开</script>", set()),
    ],
)
def test_chinese_of_the_house_is_caught(page: str, found: set[str]) -> None:
    assert chinese_in(page, ["年度合同", "ABC公司"]) == found
