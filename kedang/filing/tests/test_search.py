from kedang.core.actor import as_actor
from kedang.filing.actions.folders import create_folder, rename_folder, restore_folder, trash_folder
from kedang.filing.models import Folder, FolderTemplate
from kedang.filing.tests.conftest import MakeCustomer
from kedang.people.models import Person
from kedang.search import find


def found(query: str, person: Person) -> list[str]:
    return [folder.name for folder in find(Folder.objects.all(), query, as_actor(person)).items]


def test_a_folder_is_found_by_its_name_as_it_is_now(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    actor = as_actor(archivist)
    folder = create_folder(make_customer(), "补充协议", below="合同", actor=actor)
    assert found("充协", archivist) == ["补充协议"]
    assert found("bcxy", archivist) == ["补充协议"]
    assert found("位置:合同 密级:公开 补充", archivist) == ["补充协议"]
    rename_folder(folder, "框架协议", actor=actor)
    assert found("补充", archivist) == []
    assert found("框架", archivist) == ["框架协议"]
    trash_folder(Folder.objects.get(pk=folder.pk), actor=actor)
    assert found("框架", archivist) == []
    restore_folder(Folder.objects.get(pk=folder.pk), actor=actor)
    assert found("框架", archivist) == ["框架协议"]


def test_nobody_finds_others_folders(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person, sales_b: Person
) -> None:
    create_folder(make_customer(), "补充协议", actor=as_actor(sales_a))
    assert found("补充协议", sales_a) == ["补充协议"]
    assert found("补充协议", sales_b) == []
