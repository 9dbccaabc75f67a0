"""Whether a bag can be restored, and what that would make: worked out before anything is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.models import Allocation
from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.models import Customer, CustomField, DimensionValue, Tag
from kedang.customers.registration import read_customer
from kedang.documents.models import Document
from kedang.dossier.bag.checking import Checked, Problem, check
from kedang.dossier.bag.trees import Tree
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.bags import PURPOSE, Json, open_bag, read_data
from kedang.dossier.restoring.customers import input_of
from kedang.dossier.restoring.decoding import People, decode
from kedang.dossier.tables import tables
from kedang.filing.models import DocumentType
from kedang.jobs import stopping

State = BagImport.State
_SHOWN = 50


def check_import(bag_import: BagImport, actor: Actor) -> BagImport:
    """Check it whole; its state then says whether it can be restored, its findings why or what. Idempotent."""
    try:
        with open_bag(bag_import) as tree:
            findings = _findings(bag_import, tree, actor)
    except Invalid as error:
        findings = _refusal([_problem(error)])
    state = State.REFUSED if findings["problems"] else State.READY
    sealed = vault.seal(
        bag_import.key_owner, PURPOSE, json.dumps(findings, ensure_ascii=False).encode(), aad=b"findings"
    )
    waiting = BagImport.objects.filter(pk=bag_import.pk, state=State.CHECKING)
    waiting.update(state=state, findings=sealed, checked=100)  # writing: what a job found, told on its page
    bag_import.refresh_from_db()
    return bag_import


def findings_of(bag_import: BagImport) -> Json:
    if not bag_import.findings:
        return {}
    plain = vault.unseal(
        bytes(bag_import.findings), owner=bag_import.key_owner, purpose=PURPOSE, aad=b"findings"
    )
    found: Json = json.loads(plain)
    return found


def _findings(bag_import: BagImport, tree: Tree, actor: Actor) -> Json:
    def tell(done: int, total: int) -> None:
        stopping()
        BagImport.objects.filter(pk=bag_import.pk).update(checked=min(99, done * 100 // max(total, 1)))

    checked = check(tree, tell=tell)
    if not checked.is_valid:
        return _refusal(checked.problems)
    try:
        data = read_data(tree)
        problems = list(_wrong(data, checked, tree, actor))
    except Invalid as error:
        return _refusal([_problem(error)])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = _("data/dossier.json 缺少内容：%(what)s") % {"what": str(error)[:80]}
        return _refusal([Problem("data/dossier.json", message)])
    if problems:
        return _refusal(problems)
    return _summary(data, checked, actor)


def _wrong(data: Json, checked: Checked, tree: Tree, actor: Actor) -> Iterable[Problem]:
    """Everything that would stop a restore half way."""
    people = People(actor.person)
    read_customer(input_of(data, people, actor))
    for table in tables():
        rows = data["tables"].get(table.name, [])
        if table.is_restored:
            for row in rows:
                decode(table, row, None, people)
    for document in data["documents"]:
        yield from _wrong_versions(document, checked, tree)


def _wrong_versions(document: Json, checked: Checked, tree: Tree) -> Iterable[Problem]:
    numbers = [version["number"] for version in document["versions"]]
    if not numbers or numbers != sorted(set(numbers)) or int(document["id"]) < 0:
        yield Problem("data/dossier.json", _("“%(name)s”的版本不连续") % {"name": document["name"]})
    if document["classification"] not in Clearance.values:
        yield Problem("data/dossier.json", _("“%(name)s”的密级无效") % {"name": document["name"]})
    for version in document["versions"]:
        path = f"data/{version['path']}"
        if path not in tree.sizes:
            yield Problem(path, _("数据里提到的文件不在档案包里"))
        elif tree.sizes[path] != version["size"] or checked.digests.get(path) != version["sha256"]:
            yield Problem(path, _("文件与数据里登记的大小或校验值不符"))


def _summary(data: Json, checked: Checked, actor: Actor) -> Json:
    customer = data["customer"]
    counts = [(str(one.label), len(data["tables"].get(one.name, []))) for one in tables() if one.is_restored]
    versions = sum(len(one["versions"]) for one in data["documents"])
    return {
        "problems": [],
        "warnings": [str(one) for one in checked.warnings],
        "number": customer["number"],
        "name": customer["name"],
        "uscc": customer["uscc"],
        "in_clear": bool(data["exported"]["in_clear"]),
        "exported": data["exported"],
        "organisation": data["organisation"],
        "documents": len(data["documents"]),
        "versions": versions,
        "withheld": len(data["withheld"]),
        "counts": [[label, count] for label, count in counts if count],
        "lost": _lost(data, actor),
    }


def _lost(data: Json, actor: Actor) -> list[str]:
    """What this house has no place for; each line says what to do before restoring."""
    lost = []
    if not data["exported"]["in_clear"]:
        lost.append(_("档案包里的联系方式和证件号是遮盖的，不能恢复；要完整恢复，请用明文导出的包。"))
    codes = {one["code"] for one in data["own_fields"]}
    missing = sorted(codes - set(CustomField.objects.filter(code__in=codes).values_list("code", flat=True)))
    if missing:
        lost.append(_("这里没有自定义字段：%(names)s") % {"names": "、".join(missing)})
    types = {one["type"]["code"]: one["type"]["name"] for one in data["documents"] if one["type"]}
    known = set(DocumentType.objects.filter(code__in=types).values_list("code", flat=True))
    if gone := [name for code, name in types.items() if code not in known]:
        lost.append(_("这里没有文档类型，文档将不带类型和字段：%(names)s") % {"names": "、".join(gone)})
    tags = {*data["customer"]["tags"], *(tag for one in data["documents"] for tag in one["tags"])}
    known_tags = set(Tag.objects.filter(name__in=tags).values_list("name", flat=True))
    if tags - known_tags and not rights_of(actor).has("tag", "create"):
        lost.append(_("这里没有标签：%(names)s") % {"names": "、".join(sorted(tags - known_tags))})
    classes = {(one["dimension"], one["value"]) for one in data["customer"]["classes"]}
    there = set(DimensionValue.objects.values_list("dimension__code", "name")) if classes else set()
    if gone_classes := sorted(value for place, value in classes - there):
        lost.append(_("这里没有分类：%(names)s") % {"names": "、".join(gone_classes)})
    told = [str(one.label) for one in tables() if not one.is_restored and data["tables"].get(one.name)]
    if told:
        lost.append(_("只留在包里、不恢复：%(names)s") % {"names": "、".join(told)})
    return lost


def is_number_free(number: str) -> bool:
    taken = Allocation.objects.filter(series="customer", number=number).exists()
    return not taken and not Customer.objects.filter(number=number).exists()


def twins_of(findings: Json, actor: Actor) -> list[Customer]:
    """Records of the same number or credit code that `actor` may see, those in the trash too."""
    wanted = Customer.objects.filter(number=findings["number"])
    if findings["uscc"]:
        wanted = wanted | Customer.objects.filter(uscc=findings["uscc"])
    rows = wanted.filter(merged_into=None)
    return list(rows.permitted(actor, "edit").order_by("trashed_at", "pk")[:5])


def is_empty(customer: Customer) -> bool:
    """Nothing lies in it that a restore could mix with."""
    if Document.objects.filter(customer=customer).exists():
        return False
    parts = [one for one in tables() if one.is_restored and one.name not in ("folders", "contact_people")]
    # A record that was only just registered has its contact points; they stay beside those of the dossier.
    return not any(
        one.model._default_manager.filter(customer=customer).exists()
        for one in parts
        if one.name != "contact_points"
    )


def _refusal(problems: Iterable[Problem]) -> Json:
    rows = [[one.file, one.message, one.remedy] for one in problems]
    return {"problems": rows[:_SHOWN], "warnings": []}


def _problem(error: Invalid) -> Problem:
    return Problem(error.value or "", str(error.message), str(error.remedy or ""))
