"""What people type about a dealing, checked and brought into its stored form; no database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kedang.core.clock import now, today
from kedang.core.day_words import read_day
from kedang.core.errors import Invalid
from kedang.core.text import tidy
from kedang.customers.typed import choice_of, parse_date
from kedang.dealings.models import Channel, Currency, Direction, NeedKind
from kedang.search.language import numbers

LONGEST = 20_000
MOST = Decimal(10) ** 16
_CURRENCIES = {
    "元": "CNY", "人民币": "CNY", "RMB": "CNY", "￥": "CNY", "¥": "CNY", "美元": "USD", "美金": "USD", "$": "USD",
    "US$": "USD", "欧元": "EUR", "€": "EUR", "港币": "HKD", "港元": "HKD", "HK$": "HKD", "日元": "JPY", "英镑": "GBP", "£": "GBP",
}  # fmt: skip
_CHANNELS = {
    "电话沟通": "call", "来电": "call", "去电": "call", "通话": "call", "phone": "call",
    "call": "call", "邮件": "email", "电邮": "email", "mail": "email",
    "e-mail": "email", "见面": "talk", "面谈沟通": "talk", "face to face": "talk",
    "上门": "visit", "上门拜访": "visit", "走访": "visit", "来访": "visit", "开会": "meeting",
    "会谈": "meeting", "视频会议": "meeting", "座谈": "meeting", "企业微信": "wechat",
    "微信聊天": "wechat", "weixin": "wechat", "信件": "letter", "传真": "letter",
    "im": "other", "聊天": "other",
}  # fmt: skip
_DIRECTIONS = {
    "呼出": "out",
    "去电": "out",
    "发出": "out",
    "out": "out",
    "呼入": "in",
    "来电": "in",
    "收到": "in",
    "来访": "in",
}

_CHANNEL, _DIRECTION = choice_of(Channel, _CHANNELS), choice_of(Direction, _DIRECTIONS)
_CURRENCY, _NEED_KIND = choice_of(Currency), choice_of(NeedKind)


@dataclass(kw_only=True)
class PurchaseFacts:
    """A purchase as stored; `note` is still plain."""

    bought_on: date
    item: str
    amount: Decimal
    currency: str = Currency.CNY.value
    quantity: Decimal | None = None
    unit: str = ""
    document_id: int | None = None
    project_id: int | None = None
    note: str = ""


@dataclass(kw_only=True)
class InteractionFacts:
    """An interaction as stored; `text` and `names` are still plain."""

    channel: str
    at: datetime
    text: str = ""
    direction: str = ""
    names: Sequence[str] = ()
    people: Collection[int] = ()
    documents: Collection[int] = ()
    project_id: int | None = None


@dataclass(kw_only=True)
class NeedFacts:
    """A need as stored; `text` is still plain."""

    kind: str
    text: str
    noted_on: date
    met_on: date | None = None


@dataclass(kw_only=True)
class Origin:
    """Whose a dealing is: an imported one keeps its original author and number."""

    author_id: int | None = None
    author_name: str = ""
    external_id: str = ""


@dataclass(kw_only=True)
class NextStep:
    """What is to be done next, and by when: it becomes a task."""

    title: str
    due_on: date | None = None
    assignee_id: int | None = None
    note: str = field(default="")


def read_purchase(
    *, bought_on: Any, item: str, amount: Any, currency: str = "", quantity: Any = None, unit: str = "",
    document_id: int | None = None, project_id: int | None = None, note: str = "",
) -> PurchaseFacts:  # fmt: skip
    """Raises Invalid naming the field."""
    return PurchaseFacts(
        bought_on=read_past_day(bought_on, "bought_on"),
        item=_line(item, "item", 200, _("请写明买了什么")),
        amount=read_amount(amount),
        currency=read_currency(currency),
        quantity=_quantity(quantity),
        unit=_line(unit, "unit", 20),
        document_id=document_id,
        project_id=project_id,
        note=read_long(note, "note"),
    )


def read_interaction(
    *, channel: str, at: Any, text: str = "", direction: str = "", names: Sequence[str] = (),
    people: Collection[int] = (), documents: Collection[int] = (), project_id: int | None = None,
) -> InteractionFacts:  # fmt: skip
    """Raises Invalid naming the field; without words there must be a document."""
    content = read_long(text, "text")
    if not content and not documents:
        raise Invalid(_("请写下沟通的内容，或附上文件"), field="text")
    return InteractionFacts(
        channel=_choice(channel, _CHANNEL, "channel"),
        at=read_past_moment(at, "at"),
        text=content,
        direction=_choice(direction, _DIRECTION, "direction") if direction else "",
        names=list(dict.fromkeys(name for one in names if (name := tidy(one)[:80])))[:50],
        people=sorted(set(people)),
        documents=sorted(set(documents)),
        project_id=project_id,
    )


def read_need(*, kind: str, text: str, noted_on: Any = None, met_on: Any = None) -> NeedFacts:
    """Raises Invalid naming the field."""
    content = read_long(text, "text")
    if not content:
        raise Invalid(_("请写下需求或偏好"), field="text")
    return NeedFacts(
        kind=_choice(kind or NeedKind.NEED, _NEED_KIND, "kind"),
        text=content,
        noted_on=read_past_day(noted_on or today(), "noted_on"),
        met_on=read_past_day(met_on, "met_on") if met_on else None,
    )


def read_next_step(title: str, due_on: Any = None, assignee_id: int | None = None) -> NextStep | None:
    """None when nothing was typed. The day may be said: 下周三."""
    title = tidy(title)
    if not title and not due_on:
        return None
    due = read_day_of(due_on, "due_on") if due_on else None
    return NextStep(title=title[:200] or _("跟进"), due_on=due, assignee_id=assignee_id)


def read_amount(raw: Any) -> Decimal:
    """`12,000.50`, `¥1.2万`. Raises Invalid: none, or finer than a fen."""
    amount = (
        raw if isinstance(raw, Decimal) else numbers.number(str(raw).strip()) if raw is not None else None
    )
    if amount is None:
        raise Invalid(
            _("“%(raw)s”不是金额") % {"raw": "" if raw is None else raw},
            field="amount",
            value=str(raw or ""),
            remedy=_("请写成 12000.50 或 1.2万。"),
        )
    if amount != amount.quantize(Decimal("0.01")):
        raise Invalid(_("金额最多两位小数"), field="amount", value=str(raw))
    if abs(amount) >= MOST:
        raise Invalid(_("金额太大"), field="amount", value=str(raw))
    return amount.quantize(Decimal("0.01"))


def read_currency(raw: str) -> str:
    word = (raw or "").strip()
    if not word:
        return Currency.CNY.value
    code = _CURRENCIES.get(word) or _CURRENCIES.get(word.upper())
    return code or _choice(word.upper() if word.isascii() else word, _CURRENCY, "currency")


def read_day_of(raw: Any, name: str) -> date:
    """A date as written or said."""
    if isinstance(raw, datetime):
        return timezone.localtime(raw).date()
    if isinstance(raw, date):
        return raw
    said = read_day(str(raw))
    if said is not None:
        return said
    try:
        return date.fromisoformat(parse_date(str(raw)))
    except Invalid as error:
        error.field = name
        raise


def read_past_day(raw: Any, name: str) -> date:
    if raw in (None, ""):
        raise Invalid(_("没有填写日期"), field=name, remedy=_("请写成 2026-05-03。"))
    day = read_day_of(raw, name)
    if day > today():
        raise Invalid(
            _("日期在今天之后"), field=name, value=day.isoformat(), remedy=_("以后要做的事请记为任务。")
        )
    if day.year < 1950:
        raise Invalid(_("日期太早"), field=name, value=day.isoformat())
    return day


def read_past_moment(raw: Any, name: str) -> datetime:
    """A moment, `2026-05-03 14:05`, or a day (its noon). Nothing: now."""
    if raw in (None, ""):
        return now()
    moment = raw if isinstance(raw, datetime) else _moment(raw, name)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > now() + timedelta(minutes=5):
        raise Invalid(_("时间在现在之后"), field=name, value=str(raw), remedy=_("以后要做的事请记为任务。"))
    if moment.year < 1950:
        raise Invalid(_("日期太早"), field=name, value=str(raw))
    return moment


def read_long(raw: str, name: str) -> str:
    text = (raw or "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Invalid(
            _("太长：最多 %(limit)d 个字，现为 %(length)d 个") % {"limit": LONGEST, "length": len(text)},
            field=name,
            remedy=_("请把原文作为文件附上。"),
        )
    return text


def _moment(raw: Any, name: str) -> datetime:
    if isinstance(raw, date):
        return _noon(raw)
    text = str(raw).strip().replace("：", ":")
    written = (
        text.replace("年", "-").replace("月", "-").replace("日", " ").replace("/", "-").replace(".", "-")
    )
    for form in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        try:
            read = datetime.strptime(" ".join(written.split()), form)  # noqa: DTZ007  # the zone follows
            return read.replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            continue
    return _noon(read_day_of(text, name))


def _noon(day: date) -> datetime:
    """Of a day alone; today: now."""
    return now() if day == today() else timezone.make_aware(datetime.combine(day, time(12)))


def _quantity(raw: Any) -> Decimal | None:
    if raw in (None, ""):
        return None
    amount = raw if isinstance(raw, Decimal) else numbers.number(str(raw))
    if amount is None or abs(amount) >= Decimal(10) ** 12 or amount != amount.quantize(Decimal("0.0001")):
        raise Invalid(_("“%(raw)s”不是数量") % {"raw": raw}, field="quantity", value=str(raw))
    return amount


def _line(raw: str, name: str, limit: int, missing: str = "") -> str:
    text = tidy(raw or "")
    if not text and missing:
        raise Invalid(missing, field=name)
    if len(text) > limit:
        raise Invalid(
            _("太长：最多 %(limit)d 个字，现为 %(length)d 个") % {"limit": limit, "length": len(text)},
            field=name,
            value=text,
        )
    return text


def _choice(raw: str, parse: Callable[[str], Any], name: str) -> str:
    """By code, by label in the language in use or in Chinese, or by an everyday word."""
    try:
        return str(parse(raw))
    except Invalid as error:
        error.field = name
        raise
