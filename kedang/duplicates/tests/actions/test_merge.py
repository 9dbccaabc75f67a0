from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kedang.core.actor import as_actor
from kedang.customers import history
from kedang.customers.models import Customer, CustomField, Tag
from kedang.customers.record import load_state
from kedang.documents.models import Document
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.duplicates.tests.makers import add_point, everything_of, make_record
from kedang.ledger.models import Event
from kedang.people.models import Person

PHONES = ("13800138000", "13900139000", "13700137000")
FOLDERS = ("合同", "合同/2024", "往来/邮件", "自建")
FILES = ("合同.txt", "报价.txt", "扫描.txt")

records = st.fixed_dictionaries(
    {
        "contacts": st.dictionaries(st.sampled_from(["mobile", "landline", "email"]), st.integers(0, 1)),
        "people": st.lists(st.sampled_from(["王芳", "李雷", "赵敏"]), unique=True, max_size=3),
        "projects": st.lists(st.sampled_from(["年度采购", "展会"]), unique=True, max_size=2),
        "documents": st.lists(
            st.tuples(st.sampled_from(FOLDERS), st.sampled_from(FILES)), unique=True, max_size=3
        ),
        "folders": st.lists(st.sampled_from(FOLDERS), unique=True, max_size=2),
        "tags": st.lists(st.integers(0, 2), unique=True, max_size=2),
        "absent": st.booleans(),
        "helped": st.booleans(),
        "custom": st.booleans(),
        "note": st.sampled_from(["", "老客户", "要发票"]),
        "address": st.sampled_from(["", "上海市浦东新区张江路 1 号"]),
        "short_name": st.sampled_from(["", "华信"]),
    }
)


@pytest.fixture
def tags(organisation: object) -> list[Tag]:
    return [Tag.objects.create(name=name, match_key=name) for name in ("VIP", "招标", "展会")]


@pytest.fixture
def secret(organisation: object) -> CustomField:
    return CustomField.objects.create(code="secret", label="会员卡号", is_sealed=True, is_personal=True)


def drawn(
    name: str, draw: dict[str, Any], by: Person, tags: list[Tag], secret: CustomField, helper: Person
) -> Customer:
    values = {
        "mobile": PHONES[:2],
        "landline": ("021-50801234", "010-62345678"),
        "email": ("a@hx.example", "b@hx.example"),
    }
    return make_record(
        name,
        by=by,
        contacts={kind: values[kind][number] for kind, number in draw["contacts"].items()},
        people=draw["people"],
        projects=draw["projects"],
        folders=draw["folders"],
        documents=["/".join(one) for one in draw["documents"]],
        tags=[tags[number] for number in draw["tags"]],
        absent=["wechat"] if draw["absent"] else [],
        helpers=[helper] if draw["helped"] else [],
        custom={secret: f"卡{name}"} if draw["custom"] else {},
        note=draw["note"],
        address=draw["address"],
        short_name=draw["short_name"],
    )


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(one=records, other=records, choice=st.data())
def test_a_merge_undone_leaves_both_records_exactly_as_they_were(
    head: Person,
    colleague: Person,
    tags: list[Tag],
    secret: CustomField,
    one: dict[str, Any],
    other: dict[str, Any],
    choice: st.DataObject,
) -> None:
    target = drawn("上海华信科技有限公司", one, head, tags, secret, colleague)
    source = drawn("上海華信科技公司", other, head, tags, secret, colleague)
    for customer in (target, source):
        add_point(customer, "mobile", PHONES[2], "王芳", by=head)
    before = everything_of(target, source)
    offered = ["name", "note", "address", "short_name", *([secret.key] if one["custom"] else [])]
    merge = merge_customers(
        fresh(target),
        fresh(source),
        choice.draw(st.lists(st.sampled_from(offered), unique=True)),
        actor=as_actor(head),
    )
    together = load_state(fresh(target))
    assert not Document.objects.filter(customer=source).exists()
    assert Document.objects.filter(customer=target).count() == len(one["documents"]) + len(other["documents"])
    part_customers(fresh(target), merge, actor=as_actor(head))
    assert everything_of(target, source) == before
    merged = Event.objects.get(kind="customers.merged", customer_id=target.pk)
    assert filled(history.state_after(fresh(target), merged)) == filled(together)


def fresh(customer: Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)


def filled(state: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in state.items() if value}
