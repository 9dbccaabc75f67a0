from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.core.actor import as_actor
from kedang.filing.folders import UNSORTED, ensure_folder, ensure_folders, rule_path, standard_path
from kedang.filing.models import Folder, FolderTemplate
from kedang.filing.tests.conftest import MakeCustomer
from kedang.filing.tree import Branch, tree_of
from kedang.people.models import Person


def paths(branches: list[Branch]) -> list[str]:
    return [branch.path for top in branches for branch in top.walk()]


def test_standard_folders_are_there_without_a_row(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    customer = make_customer(projects=("营销项目",))
    tree = tree_of(customer, actor=as_actor(sales_a))
    assert paths(tree)[:2] == ["客户信息", "合同"]
    assert paths(tree)[-2:] == ["项目", "项目/营销项目"]
    assert all(branch.is_virtual for branch in tree)
    assert not Folder.objects.exists()


def test_a_folder_that_is_used_takes_the_place_of_its_node(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    customer = make_customer()
    before = paths(tree_of(customer, actor=as_actor(sales_a)))
    folder = ensure_folder(customer, "合同")
    assert folder.template_node == "contracts"
    assert paths(tree_of(customer, actor=as_actor(sales_a))) == before


def test_a_folder_is_made_once_however_it_is_written(
    presets: FolderTemplate, make_customer: MakeCustomer
) -> None:
    customer = make_customer()
    folders = ensure_folders([(customer, "合同/Abc"), (customer, "合同\\ABC "), (customer, "/合同//abc/")])
    assert len({folder.pk for folder in folders}) == 1
    assert sorted(Folder.objects.values_list("path", flat=True)) == ["合同", "合同/Abc"]
    assert folders[0].parent == ensure_folder(customer, "合同")


def test_a_project_folder_knows_its_project(presets: FolderTemplate, make_customer: MakeCustomer) -> None:
    customer = make_customer(projects=("营销项目",))
    folder = ensure_folder(customer, "项目/营销项目/方案")
    assert folder.project == customer.projects.get()
    assert folder.parent is not None
    assert folder.parent.template_node == "project"
    assert ensure_folder(customer, "项目/别的").project is None


def test_nothing_named_goes_into_the_folder_for_the_unsorted(
    presets: FolderTemplate, make_customer: MakeCustomer
) -> None:
    assert ensure_folder(make_customer(), " / ").path == UNSORTED


def test_a_type_and_a_project_say_where_a_document_belongs(
    presets: FolderTemplate, make_customer: MakeCustomer
) -> None:
    customer = make_customer(projects=("营销项目",))
    assert standard_path(customer, "contract") == "合同"
    assert standard_path(customer, "contract", project="营销项目") == "项目/营销项目"
    assert standard_path(customer, "") == UNSORTED


def test_the_rule_path_names_department_stage_and_customer(
    presets: FolderTemplate, make_customer: MakeCustomer
) -> None:
    assert rule_path(make_customer(), "合同/2026") == "华东销售部/潜在客户/ABC公司/合同/2026"


def test_many_folders_cost_as_many_queries_as_few(
    presets: FolderTemplate, make_customer: MakeCustomer
) -> None:
    customers = [make_customer(f"客户{n}") for n in range(8)]
    with CaptureQueriesContext(connection) as few:
        ensure_folders([(customers[0], "合同/甲")])
    with CaptureQueriesContext(connection) as many:
        ensure_folders([(customer, f"合同/{n}") for customer in customers[1:] for n in range(5)])
    assert len(many) == len(few)


def test_the_template_that_says_most_about_a_customer_is_taken(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person
) -> None:
    for name, conditions in {
        "金融": {"industry": "J"},
        "个人": {"kind": "person"},
        "流失": {"stage": "lost"},
    }.items():
        FolderTemplate.objects.create(name=name, nodes=[{"key": "own", "name": name}], **conditions)
    actor = as_actor(sales_a)
    assert paths(tree_of(make_customer("甲公司"), actor=actor))[0] == "客户信息"
    assert paths(tree_of(make_customer("乙公司", industry="金融"), actor=actor)) == ["金融"]
    assert paths(tree_of(make_customer("丙", kind="个人"), actor=actor)) == ["个人"]
    assert paths(tree_of(make_customer("丁", kind="个人", industry="金融"), actor=actor)) == ["金融"]


def test_a_folder_above_ones_clearance_is_not_in_the_tree(
    presets: FolderTemplate, make_customer: MakeCustomer, sales_a: Person, manager: Person
) -> None:
    customer = make_customer()
    secret = ensure_folder(customer, "合同/并购")
    Folder.objects.filter(pk=secret.pk).update(classification=4)
    assert "合同/并购" not in paths(tree_of(customer, actor=as_actor(sales_a)))
    assert "合同/并购" in paths(tree_of(customer, actor=as_actor(manager)))
