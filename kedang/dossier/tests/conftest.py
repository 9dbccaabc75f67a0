"""A customer with something of everything, made through the actions."""

from __future__ import annotations

import pytest

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.versions import add_version
from kedang.documents.tests.makers import make_document, new_version_of
from kedang.dossier.tests.makers import make_life
from kedang.people.models import Person


@pytest.fixture
def customer(founder: Person) -> Customer:
    """华信: contact points, two folders, a document with two versions, dealings, tasks, comments."""
    found = make_customer(
        "华信科技有限公司",
        by=founder,
        contacts={"mobile": "13800138000", "email": "li@huaxin.example", "wechat": "huaxin-li"},
        uscc="91350100M000100Y43",
        address="上海市浦东新区世纪大道1号",
        note="老客户",
    )
    first = make_document(
        found, by=founder, content=b"%PDF-1.4 v1", original_name="扫描件 01.pdf", path="合同"
    )
    second = new_version_of(first, b"%PDF-1.4 v2", "修订.pdf")
    add_version(first, second, "改了金额", actor=as_actor(founder))
    minutes = "纪要\n".encode() * 500
    make_document(found, by=founder, content=minutes, original_name="会议纪要.txt", path="往来/2026")
    make_life(found, by=founder)
    return found
