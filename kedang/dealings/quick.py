"""One line says it all: `记录电话 华信 谈了年度框架 下周三回访` (requirement A4: entered in seconds)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from kedang.core.clock import now, today
from kedang.core.day_words import SaidDay, find_days
from kedang.core.errors import Invalid
from kedang.dealings.models import Channel, NeedKind
from kedang.dealings.reading import (
    InteractionFacts,
    NeedFacts,
    NextStep,
    PurchaseFacts,
    read_amount,
    read_currency,
    read_interaction,
    read_need,
    read_purchase,
)
from kedang.workflow.actions.tasks import TaskFacts

PURCHASE, NEED, TASK = "purchase", "need", "task"
# What follows 记录 (记, log): what is recorded.
VERBS = {
    "电话": Channel.CALL, "通话": Channel.CALL, "call": Channel.CALL, "拜访": Channel.VISIT, "visit": Channel.VISIT,
    "微信": Channel.WECHAT, "wechat": Channel.WECHAT, "会议": Channel.MEETING, "meeting": Channel.MEETING,
    "邮件": Channel.EMAIL, "电子邮件": Channel.EMAIL, "email": Channel.EMAIL, "mail": Channel.EMAIL, "面谈": Channel.TALK,
    "钉钉": Channel.DINGTALK, "短信": Channel.SMS, "qq": Channel.QQ, "沟通": Channel.OTHER,
    "购买": PURCHASE, "purchase": PURCHASE, "需求": NEED, "偏好": NEED, "need": NEED, "任务": TASK, "task": TASK,
}  # fmt: skip
_COMMAND = re.compile(
    r"^(?:记录?|log)\s*(?P<verb>"
    + "|".join(sorted(VERBS, key=len, reverse=True))
    + r")(?:\s+(?P<rest>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(r"[，,。；;\s]+")
_BEFORE_DAY = re.compile(r"(?:再?(?:约|定)?(?:在|于)?|计划|准备)$")
_AMOUNT = re.compile(
    r"(?P<sign>[¥￥$€£]|US\$|HK\$)?(?P<number>-?\d[\d,]*(?:\.\d+)?\s*[万千百亿]?)\s*(?P<unit>元|块|人民币|RMB|CNY|美元|美金|USD|欧元|EUR|港币|港元|HKD)?",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?P<count>\d+(?:\.\d+)?)\s*(?P<unit>[套台个件份次年月吨箱批辆位人只把张米本]|公斤|千克|小时|人天)$"
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上|中午)?(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})|点(?P<half_past>半)?)"
)


@dataclass(frozen=True)
class Command:
    """What is to be recorded of whom: `words` begin with the customer."""

    what: str
    words: str

    @property
    def label(self) -> str:
        if self.what in Channel.values:
            return str(Channel(self.what).label)
        return {PURCHASE: _("购买"), NEED: _("需求"), TASK: _("任务")}[self.what]

    def splits(self) -> list[tuple[str, str]]:
        """(customer, the rest), the shortest name first: a name may have spaces."""
        parts = self.words.split()
        return [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, min(len(parts), 4) + 1)]


@dataclass(frozen=True)
class Heard:
    """What one line meant. `facts` is what the actions take."""

    facts: InteractionFacts | PurchaseFacts | NeedFacts | TaskFacts
    next_step: NextStep | None = None


def read_command(line: str) -> Command | None:
    """None when it is no command."""
    found = _COMMAND.match(line.strip())
    return Command(str(VERBS[found["verb"].lower()]), (found["rest"] or "").strip()) if found else None


def hear(what: str, said: str) -> Heard:
    """The line without command and customer. Raises Invalid: something is missing."""
    if what == PURCHASE:
        return Heard(_purchase(said))
    if what == NEED:
        return Heard(read_need(kind=NeedKind.NEED, text=said))
    if what == TASK:
        return Heard(_task(said))
    text, step = split_next_step(said)
    return Heard(read_interaction(channel=what, at=_when(text), text=text or said), step)


def split_next_step(said: str) -> tuple[str, NextStep | None]:
    """What was said of the past, and the last clause with a day to come: `谈了框架 下周三回访`."""
    ahead = [day for day in find_days(said) if day.is_ahead]
    if not ahead:
        return said.strip(), None
    last = ahead[-1]
    start = _clause_start(said, last)
    clause = said[start:]
    title = (said[start : last.start] + said[last.end :]).strip(" ，,。；;、")
    title = _BEFORE_DAY.sub("", title).strip()
    before = said[:start].strip(" ，,；;")
    if not title:
        title = _("跟进")
    return before or clause.strip(), NextStep(title=title[:200], due_on=last.day)


def _clause_start(said: str, day: SaidDay) -> int:
    """Where the clause with the day begins: after the sign before it, 约 and the like included."""
    starts = [match.end() for match in _PART.finditer(said, 0, day.start)]
    return starts[-1] if starts else 0


def _when(said: str) -> datetime:
    """昨天下午3点谈了: then; otherwise now."""
    past = [day for day in find_days(said) if day.day <= today()]
    if not past or past[0].start > 6:
        return now()
    clock = _CLOCK.match(said, past[0].end)
    if past[0].day == today() and not clock:
        return now()
    at = timezone.make_aware(datetime.combine(past[0].day, _time(clock) if clock else time(12)))
    return min(at, now())


def _time(clock: re.Match[str]) -> time:
    hour = int(clock["hour"])
    if clock["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    minute = 30 if clock["half_past"] else int(clock["minute"] or 0)
    return time(min(hour, 23), min(minute, 59))


def _task(said: str) -> TaskFacts:
    days = [day for day in find_days(said) if day.day >= today()]
    if not days:
        return TaskFacts(title=said.strip())
    title = (said[: days[-1].start] + said[days[-1].end :]).strip(" ，,。；;、")
    return TaskFacts(title=title or _("跟进"), due_on=days[-1].day)


def _purchase(said: str) -> PurchaseFacts:
    day, left = _past_day(said)
    amount, currency, left = _amount(left)
    words, quantity, unit = [], None, ""
    for part in left.split():
        found = _QUANTITY.fullmatch(part)
        if found and quantity is None:
            quantity, unit = found["count"], found["unit"]
        else:
            words.append(part)
    return read_purchase(
        bought_on=day, item=" ".join(words), amount=amount, currency=currency, quantity=quantity, unit=unit
    )


def _past_day(said: str) -> tuple[date, str]:
    for day in find_days(said):
        if day.day <= today():
            return day.day, said[: day.start] + " " + said[day.end :]
    return today(), said


def _amount(said: str) -> tuple[Decimal, str, str]:
    """The one with a sign or a unit of money; else the last number that stands alone."""
    found = [match for match in _AMOUNT.finditer(said) if match["sign"] or match["unit"]]
    if not found:
        parts = [match for match in _AMOUNT.finditer(said) if _stands_alone(said, match)]
        found = parts[-1:]
    if not found:
        raise Invalid(_("没有写金额"), field="amount", remedy=_("例如：记录购买 华信 云服务 3套 12000元"))
    last = found[-1]
    amount = read_amount("".join(last["number"].split()))
    currency = read_currency(last["sign"] or _plain_unit(last["unit"]))
    return amount, currency, said[: last.start()] + " " + said[last.end() :]


def _stands_alone(said: str, match: re.Match[str]) -> bool:
    return (match.start() == 0 or said[match.start() - 1].isspace()) and (
        match.end() == len(said) or said[match.end()].isspace()
    )


def _plain_unit(unit: str | None) -> str:
    return "" if unit in (None, "元", "块") else str(unit)
