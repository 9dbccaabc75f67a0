from collections.abc import Iterator, Sequence

import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.models import Customer
from kedang.filing import contents
from kedang.filing.actions.folders import (
    classify_folder,
    create_folder,
    move_folder,
    rename_folder,
    restore_folder,
    trash_folder,
)
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder, FolderTemplate
from kedang.filing.tests.conftest import MakeCustomer
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person


@pytest.fixture
def customer(presets: FolderTemplate, make_customer: MakeCustomer) -> Customer:
    return make_customer()


@pytest.fixture
def filled() -> Iterator[set[int]]:
    """The ids of folders in which a document lies."""
    ids: set[int] = set()

    def count(folder_ids: Sequence[int]) -> int:
        return len(ids & set(folder_ids))

    contents.register_contents(count)
    yield ids
    contents._counters.remove(count)


def paths() -> list[str]:
    return sorted(Folder.objects.available().values_list("path", flat=True))


def test_a_folder_is_created_in_the_ledger(customer: Customer, sales_a: Person) -> None:
    folder = create_folder(customer, "补充协议", below="合同", actor=as_actor(sales_a))
    assert folder.path == "合同/补充协议"
    event = Event.objects.get(kind="filing.folder_created")
    assert event.customer_id == customer.pk
    assert (read_payload(event) or {})["details"] == {"path": "合同/补充协议"}


def test_a_folder_that_is_there_is_not_created_again(customer: Customer, sales_a: Person) -> None:
    create_folder(customer, "补充协议", actor=as_actor(sales_a))
    with pytest.raises(Conflict, match="补充协议"):
        create_folder(customer, "补充协议 ", actor=as_actor(sales_a))


@pytest.mark.parametrize("name", ["", " . ", "长" * 81])
def test_a_folder_needs_a_name(customer: Customer, sales_a: Person, name: str) -> None:
    with pytest.raises(Invalid):
        create_folder(customer, name, actor=as_actor(sales_a))


def test_a_slash_in_a_name_makes_no_folder_below(customer: Customer, sales_a: Person) -> None:
    assert create_folder(customer, "甲/乙", actor=as_actor(sales_a)).path == "甲／乙"


def test_renaming_takes_along_what_lies_below(customer: Customer, sales_a: Person) -> None:
    folder = ensure_folder(customer, "旧/中/下").parent
    assert folder is not None
    assert folder.parent is not None
    rename_folder(folder.parent, "新[%_]", actor=as_actor(sales_a))
    assert paths() == ["新[%_]", "新[%_]/中", "新[%_]/中/下"]
    rename_folder(Folder.objects.get(name="中"), "里", actor=as_actor(sales_a))
    assert paths() == ["新[%_]", "新[%_]/里", "新[%_]/里/下"]
    assert Folder.objects.available().at("新[%_]/里/下").exists()


def test_renaming_changes_only_case(customer: Customer, sales_a: Person) -> None:
    folder = ensure_folder(customer, "abc")
    rename_folder(folder, "ABC", actor=as_actor(sales_a))
    assert paths() == ["ABC"]


def test_moving_takes_along_what_lies_below_and_nothing_beside(customer: Customer, sales_a: Person) -> None:
    ensure_folder(customer, "甲/下")
    ensure_folder(customer, "甲乙")
    folder = Folder.objects.get(path="甲")
    move_folder(folder, "合同", actor=as_actor(sales_a))
    assert paths() == ["合同", "合同/甲", "合同/甲/下", "甲乙"]
    assert Folder.objects.get(path="合同/甲").parent == Folder.objects.get(path="合同")
    move_folder(Folder.objects.get(path="合同/甲"), "", actor=as_actor(sales_a))
    assert paths() == ["合同", "甲", "甲/下", "甲乙"]


def test_a_folder_does_not_go_into_itself(customer: Customer, sales_a: Person) -> None:
    folder = ensure_folder(customer, "甲")
    with pytest.raises(Invalid, match="自己"):
        move_folder(folder, "甲/下", actor=as_actor(sales_a))
    assert paths() == ["甲"]


def test_a_folder_does_not_go_too_deep(customer: Customer, sales_a: Person) -> None:
    ensure_folder(customer, "a/b/c/d/e/f/g")
    ensure_folder(customer, "1/2/3/4/5/6")
    with pytest.raises(Invalid, match="太深"):
        move_folder(Folder.objects.get(path="1"), "a/b/c/d/e/f/g", actor=as_actor(sales_a))


def test_a_standard_folder_is_changed_in_the_template_only(customer: Customer, archivist: Person) -> None:
    folder = ensure_folder(customer, "合同")
    with pytest.raises(Invalid, match="标准文件夹"):
        rename_folder(folder, "协议", actor=as_actor(archivist))
    with pytest.raises(Invalid, match="标准文件夹"):
        move_folder(folder, "发票", actor=as_actor(archivist))


def test_only_an_empty_folder_goes_into_the_trash_and_comes_back_whole(
    customer: Customer, archivist: Person, filled: set[int]
) -> None:
    actor = as_actor(archivist)
    below = ensure_folder(customer, "甲/下")
    folder = Folder.objects.get(path="甲")
    filled.add(below.pk)
    with pytest.raises(Conflict, match="1 份文档"):
        trash_folder(folder, actor=actor)
    filled.clear()
    trash_folder(Folder.objects.get(pk=folder.pk), actor=actor)
    assert paths() == []
    restore_folder(Folder.objects.get(pk=folder.pk), actor=actor)
    assert paths() == ["甲", "甲/下"]


def test_a_folder_does_not_come_back_over_another(customer: Customer, archivist: Person) -> None:
    folder = ensure_folder(customer, "甲")
    trash_folder(folder, actor=as_actor(archivist))
    ensure_folder(customer, "甲")
    with pytest.raises(Conflict, match="甲"):
        restore_folder(Folder.objects.get(pk=folder.pk), actor=as_actor(archivist))


def test_another_salesmans_folders_do_not_exist(customer: Customer, sales_b: Person) -> None:
    folder = ensure_folder(customer, "甲")
    with pytest.raises(NotFound):
        create_folder(customer, "乙", actor=as_actor(sales_b))
    with pytest.raises(NotFound):
        rename_folder(folder, "乙", actor=as_actor(sales_b))
    assert not Folder.objects.visible_to(as_actor(sales_b)).exists()


def test_a_salesman_may_not_trash_folders(customer: Customer, sales_a: Person) -> None:
    with pytest.raises(Refused):
        trash_folder(ensure_folder(customer, "甲"), actor=as_actor(sales_a))


def test_nobody_classifies_beyond_the_own_clearance(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    folder = ensure_folder(customer, "甲")
    with pytest.raises(Refused, match="密级"):
        classify_folder(folder, 3, actor=as_actor(sales_a))
    classify_folder(folder, 3, actor=as_actor(head))
    assert not Folder.objects.visible_to(as_actor(sales_a)).exists()
