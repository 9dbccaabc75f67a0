from collections.abc import Iterator

import pytest

from kedang.accounts.setup.registry import load_presets
from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.reading import pool
from kedang.filing.models import DocumentType
from kedang.people.models import Person


@pytest.fixture(scope="session", autouse=True)
def _no_readers_left() -> Iterator[None]:
    yield
    pool.stop()


@pytest.fixture
def types(archivist: Person) -> dict[str, DocumentType]:
    """The preset types, by code."""
    load_presets("general", actor=as_actor(archivist))
    return {each.code: each for each in DocumentType.objects.all()}


@pytest.fixture
def huaxin(sales_a: Person, types: dict[str, DocumentType]) -> Customer:
    """销售甲's customer."""
    return make_customer("上海华信网络科技有限公司", by=sales_a, contacts={"mobile": "13812345678"})
