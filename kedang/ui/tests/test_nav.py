import pytest

from kedang.core.actor import as_actor
from kedang.people.models import Person
from kedang.ui import nav


@pytest.fixture
def empty_rail(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_rail", "_new", "_commands", "_person"):
        monkeypatch.setattr(nav, name, {})


@pytest.mark.usefixtures("empty_rail")
def test_the_rail_shows_in_order_what_one_may_use(sales_a: Person, outsider: Person) -> None:
    nav.register(nav.NavItem("客户", "tray", "customers", order=20, permission="customer.view"))
    nav.register(nav.NavItem("工作台", "set_language", "home", order=10))
    assert [item.label for item in nav.rail_for(as_actor(sales_a))] == ["工作台", "客户"]
    assert [item.label for item in nav.rail_for(as_actor(outsider))] == ["工作台"]


@pytest.mark.usefixtures("empty_rail")
def test_an_entry_registered_again_replaces_the_first(sales_a: Person) -> None:
    for label in ("新客户", "新建客户"):
        nav.register_new(nav.NewItem(label, "tray", "company"))
    assert [item.label for item in nav.new_for(as_actor(sales_a))] == ["新建客户"]


@pytest.mark.usefixtures("empty_rail")
def test_the_palette_offers_pages_deeds_and_commands(sales_a: Person) -> None:
    nav.register(nav.NavItem("客户", "tray", "customers"))
    nav.register_new(nav.NewItem("新建客户", "set_language", "company"))
    nav.register_command(nav.Command("不可见", "gallery", "gear", permission=lambda actor: False))
    assert [item.label for item in nav.commands_for(as_actor(sales_a))] == ["新建客户", "客户"]
