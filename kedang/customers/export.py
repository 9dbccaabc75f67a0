"""Customers as a list: CSV, XLSX or JSON lines, inside the asker's rights, each record in the ledger."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kedang.access.door import action
from kedang.access.rights import rights_of
from kedang.core import industries, masking, regions
from kedang.core.actor import Actor
from kedang.core.errors import Invalid, Refused
from kedang.customers import custom, files
from kedang.customers.contacts import open_points, unseal_texts
from kedang.customers.events import EXPORT_BEGUN, EXPORTED
from kedang.customers.models import ContactKind, ContactPoint, Customer, CustomField, CustomValue, FieldType
from kedang.ledger.record import Entry, record, record_many
from kedang.people.models import Person
from kedang.search import find, select
from kedang.search.finding import UNCAPPED

_BATCH = 500
# More than this is the command's: a page answers at once.
MOST = 2_000
KINDS = (
    ContactKind.MOBILE,
    ContactKind.LANDLINE,
    ContactKind.EMAIL,
    ContactKind.WECHAT,
    ContactKind.QQ,
    ContactKind.FAX,
)

Row = list[str]


@dataclass(frozen=True)
class Column:
    """A plain column of the list."""

    title: str | Promise
    value: Callable[[Customer], str]


COLUMNS = (
    Column(_("客户编号"), lambda customer: customer.number),
    Column(_("客户名称"), lambda customer: customer.name),
    Column(_("简称"), lambda customer: customer.short_name),
    Column(_("客户类型"), lambda customer: customer.get_kind_display()),
    Column(_("客户阶段"), lambda customer: customer.get_stage_display()),
    Column(_("客户等级"), lambda customer: customer.get_grade_display()),
    Column(_("统一社会信用代码"), lambda customer: customer.uscc),
    Column(_("外部编号"), lambda customer: customer.external_id),
    Column(_("行业"), lambda customer: industries.shown(customer.industry) if customer.industry else ""),
    Column(_("地区"), lambda customer: regions.shown(customer.region) if customer.region else ""),
    Column(_("来源渠道"), lambda customer: customer.get_source_display()),
    Column(_("标签"), lambda customer: "、".join(tag.name for tag in customer.tags.all())),
    Column(_("负责人"), lambda customer: customer.owner.name if customer.owner else ""),
    Column(_("所属部门"), lambda customer: customer.department.name if customer.department else ""),
    Column(_("建档日期"), lambda customer: localtime(customer.created_at).date().isoformat()),
)
ADDRESS = _("地址")


def headings() -> Row:
    standard = (
        [str(column.title) for column in COLUMNS] + [str(kind.label) for kind in KINDS] + [str(ADDRESS)]
    )
    return standard + [field.title for field in _own_fields()]


@action(needs="export", resource="customer")
def begin_export(_nothing: None, *, query: str, in_clear: bool, actor: Actor) -> None:
    """Record who takes what. `in_clear`: contact points and addresses unmasked.

    Raises Refused: no right to see them in clear. Invalid: no reason given, which a page always asks for
    and the command for what is in clear.
    """
    if in_clear and not rights_of(actor).has("contact_point", "unmask"):
        raise Refused(_("您没有查看明文的权限"), remedy=_("请导出遮盖后的名单，或联系安全管理员。"))
    if not actor.reason and (in_clear or actor.channel == "page"):
        raise Invalid(_("导出必须写明原因"), field="reason", remedy=_("原因会记入台账。"))
    details = {"query": query, "in_clear": in_clear}
    record(EXPORT_BEGUN, actor=actor, details=details)


def check_size(query: str, actor: Actor) -> None:
    """Raises Invalid: more than a page should keep somebody waiting for, or nothing at all."""
    rows, _stopped = select(Customer.objects.permitted(actor, "export"), query, actor, budget=UNCAPPED)
    count = rows.order_by().values("pk")[: MOST + 1].count()
    if not count:
        raise Invalid(_("没有可以导出的客户"), remedy=_("条件之内没有您有权导出的客户，请换一个条件。"))
    if count > MOST:
        raise Invalid(
            _("超过 %(most)d 位客户，不能在页面上导出") % {"most": MOST},
            remedy=_("请加上条件分批导出，或由管理员在服务器上用命令 kedang export 导出。"),
        )


def export_rows(query: str, *, in_clear: bool, actor: Actor) -> Iterator[Row]:
    """Headings, then the customers `actor` may export that meet `query`, newest first.

    A record's line in the ledger is committed before the record leaves.
    """
    yield headings()
    for customers in _pages(query, actor):
        with transaction.atomic():
            record_many(
                [Entry(EXPORTED, customer, customer_id=customer.pk) for customer in customers], actor=actor
            )
        yield from _rows(customers, _clear_for(actor, customers) if in_clear else frozenset(), actor)


def _pages(query: str, actor: Actor) -> Iterator[list[Customer]]:
    rows = (
        Customer.objects.permitted(actor, "export")
        .select_related("owner", "department")
        .prefetch_related("tags")
    )
    cursor: int | None = None
    while True:
        page = find(rows, query, actor, limit=_BATCH, cursor=cursor, budget=UNCAPPED)
        if page.items:
            yield page.items
        if page.cursor is None:
            return
        cursor = page.cursor


def _clear_for(actor: Actor, customers: Sequence[Customer]) -> frozenset[int]:
    """Those whose contact points `actor` may unmask: one post may export more than another may unmask."""
    rows = Customer.objects.filter(pk__in=[customer.pk for customer in customers])
    return frozenset(rows.permitted(actor, "unmask", resource="contact_point").values_list("pk", flat=True))


def _own_fields() -> list[CustomField]:
    return list(CustomField.objects.offered())


def _own_values(
    customers: Sequence[Customer], fields: Sequence[CustomField], clear: frozenset[int], actor: Actor
) -> dict[tuple[int, int], str]:
    """In words by customer and field; sealed ones masked but for `clear`."""
    known = {field.pk: field for field in fields}
    found = CustomValue.objects.filter(customer__in=customers, field__in=known)
    rows = list(found.select_related("person", "field"))
    values = custom.values_of(rows)
    documents = files.names({values[one.pk] for one in rows if one.field.type == FieldType.FILE}, actor)
    people = _people({values[one.pk] for one in rows if one.field.type == FieldType.PERSON})
    shown: dict[tuple[int, int], str] = {}
    for one in rows:
        value, names = values[one.pk], {FieldType.FILE: documents, FieldType.PERSON: people}.get(
            FieldType(one.field.type)
        )  # fmt: skip
        text = names.get(value, "") if names is not None else _exported(one.field, value)
        hidden = one.field.is_sealed and one.customer_id not in clear
        shown[one.customer_id, one.field_id] = masking.mask_text(text) if hidden else text
    return shown


def _people(ids: set[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _exported(field: CustomField, value: object) -> str:
    """Amounts as they can be read back: `CNY 12000`."""
    return str(value or "") if field.type == FieldType.MONEY else custom.show(field, value)


def _rows(customers: Sequence[Customer], clear: frozenset[int], actor: Actor) -> Iterator[Row]:
    fields = _own_fields()
    own = _own_values(customers, fields, clear, actor)
    points = _points(customers, clear)
    sealed = [(bytes(each.address) if each.address else None, each.pk) for each in customers]
    addresses = [text or "" for text in unseal_texts(sealed, b"address")]
    for customer, address in zip(customers, addresses, strict=True):
        reached = ["、".join(points.get((customer.pk, kind), [])) for kind in KINDS]
        plain = [column.value(customer) for column in COLUMNS]
        shown = address if customer.pk in clear else masking.mask_value("address", address)
        yield [*plain, *reached, shown, *(own.get((customer.pk, field.pk), "") for field in fields)]


def _points(customers: Sequence[Customer], clear: frozenset[int]) -> dict[tuple[int, str], list[str]]:
    rows = (
        ContactPoint.objects.in_use()
        .filter(customer__in=customers, kind__in=KINDS, is_absent=False)
        .order_by("pk")
    )
    found: dict[tuple[int, str], list[str]] = {}
    for opened in open_points(rows):
        shown = (opened.value or "") if opened.point.customer_id in clear else opened.masked
        found.setdefault((opened.point.customer_id, opened.point.kind), []).append(shown)
    return found
