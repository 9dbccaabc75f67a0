from typing import Any

import pytest

from kedang.access.models import Run, RunChunk
from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Refused
from kedang.filing.actions.reapply import preview, reapply_template
from kedang.filing.actions.templates import create_template, edit_template, retire_template
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder, FolderTemplate, TemplateVersion
from kedang.filing.tests.conftest import MakeCustomer
from kedang.filing.tree import tree_of
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person


def changed(template: FolderTemplate, **names: Any) -> list[dict[str, Any]]:
    """The template's nodes with other names; None takes a node away."""
    nodes = [{**node, "name": names.get(node["key"], node["name"])} for node in template.nodes]
    return [node for node in nodes if node["name"] is not None]


def edit(template: FolderTemplate, nodes: list[dict[str, Any]], actor: Person) -> None:
    edit_template(template, name=template.name, nodes=nodes, actor=as_actor(actor))


def paths() -> list[str]:
    return sorted(Folder.objects.values_list("path", flat=True))


def test_each_edit_is_a_version_of_its_own(presets: FolderTemplate, archivist: Person) -> None:
    edit(presets, changed(presets, contracts="合同与协议"), archivist)
    assert presets.version == 2
    names = [version.nodes[1]["name"] for version in TemplateVersion.objects.order_by("number")]
    assert names == ["合同", "合同与协议"]
    assert Event.objects.filter(kind="filing.template_edited").count() == 1


def test_who_edits_an_older_revision_is_told(presets: FolderTemplate, archivist: Person) -> None:
    with pytest.raises(Conflict):
        edit_template(presets, name="通用", nodes=[], revision=7, actor=as_actor(archivist))


def test_a_salesman_does_not_edit_templates(presets: FolderTemplate, sales_a: Person) -> None:
    with pytest.raises(Refused):
        edit(presets, [], sales_a)


def test_the_last_general_template_stays(presets: FolderTemplate, archivist: Person) -> None:
    actor = as_actor(archivist)
    with pytest.raises(Conflict, match="最后"):
        retire_template(presets, actor=actor)
    create_template(FolderTemplate, name="另一个", nodes=[{"name": "甲"}], actor=actor)
    retire_template(presets, actor=actor)
    assert presets.retired_at


def test_folders_in_use_keep_their_name_until_the_template_is_applied_again(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer, actor = make_customer(), as_actor(archivist)
    folder = ensure_folder(customer, "合同/2026")
    edit(presets, changed(presets, contracts="合同与协议"), archivist)
    assert ensure_folder(customer, "合同与协议/2026") == folder
    names = [branch.name for branch in tree_of(customer, actor=actor)]
    assert "合同" in names
    assert "合同与协议" not in names

    plan = preview(presets, actor=actor)
    assert plan.steps == [("renamed", "ABC公司", "合同", "合同与协议")]
    assert (plan.customers, plan.is_more) == (1, False)
    reapply_template(presets, actor=actor)
    run_pending()
    assert paths() == ["合同与协议", "合同与协议/2026"]
    assert preview(presets, actor=actor).customers == 0
    assert Event.objects.filter(kind="filing.folders_rearranged", customer_id=customer.pk).count() == 1


def test_added_moved_and_dropped_folders_are_told_apart(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer, actor = make_customer(), as_actor(archivist)
    for path in ("发票/2025", "市场调研", "合同"):
        ensure_folder(customer, path)
    nodes = changed(presets, invoices=None, research=None)
    nodes.append({"name": "财务", "children": [{"key": "invoices", "name": "发票"}]})
    edit(presets, nodes, archivist)
    plan = preview(presets, actor=actor)
    assert plan.added == ["财务"]
    assert sorted(plan.steps) == [
        ("left_over", "ABC公司", "市场调研", ""),
        ("moved", "ABC公司", "发票", "财务/发票"),
    ]
    reapply_template(presets, actor=actor)
    run_pending()
    assert paths() == ["合同", "市场调研", "财务", "财务/发票", "财务/发票/2025"]
    assert Folder.objects.get(path="市场调研").template_node == ""


def test_names_that_follow_one_another_are_changed_in_turn(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer = make_customer()
    for path in ("合同", "报价单", "发票"):
        ensure_folder(customer, path)
    edit(presets, changed(presets, contracts="报价单", quotes="发票", invoices="票据"), archivist)
    reapply_template(presets, actor=as_actor(archivist))
    run_pending()
    found = dict(Folder.objects.values_list("template_node", "path"))
    assert found == {"contracts": "报价单", "quotes": "发票", "invoices": "票据"}


def test_an_own_folder_in_the_way_is_reported(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer = make_customer()
    ensure_folder(customer, "合同")
    ensure_folder(customer, "协议")
    edit(presets, changed(presets, contracts="协议"), archivist)
    reapply_template(presets, actor=as_actor(archivist))
    run_pending()
    assert paths() == ["协议", "合同"]
    ((who, why),) = RunChunk.objects.get().outcomes
    assert who == customer.pk
    assert "协议" in why


def test_re_applying_can_be_undone(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer, actor = make_customer(), as_actor(archivist)
    ensure_folder(customer, "发票/2025")
    ensure_folder(customer, "市场调研")
    nodes = changed(presets, invoices=None, research=None)
    nodes.append({"name": "财务", "children": [{"key": "invoices", "name": "发票"}]})
    edit(presets, nodes, archivist)
    run = reapply_template(presets, actor=actor)
    run_pending()
    undo_run(Run.objects.get(pk=run.pk), actor=actor)
    run_pending()
    assert [path for path in paths() if path != "财务"] == ["发票", "发票/2025", "市场调研"]
    assert Folder.objects.get(path="市场调研").template_node == "research"


def test_folders_of_a_project_are_renamed_where_they_are(
    presets: FolderTemplate, make_customer: MakeCustomer, archivist: Person
) -> None:
    customer = make_customer(projects=("甲项目", "乙项目"))
    nodes = presets.nodes
    nodes[-1]["children"][0]["children"] = [{"key": "plan", "name": "方案"}]
    edit(presets, nodes, archivist)
    ensure_folder(customer, "项目/甲项目/方案")
    ensure_folder(customer, "项目/乙项目/方案")
    nodes[-1]["children"][0]["children"] = [{"key": "plan", "name": "计划"}]
    edit(presets, nodes, archivist)
    reapply_template(presets, actor=as_actor(archivist))
    run_pending()
    assert [path for path in paths() if path.count("/") == 2] == ["项目/乙项目/计划", "项目/甲项目/计划"]
