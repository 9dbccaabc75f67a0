"""Chat text as people paste it from 微信, QQ, 钉钉 and 企业微信: who said what, when (requirement A4).

A message begins with a line that has a name and a time and nothing else, in either order; a line with a date
alone (between dashes) holds for the times that follow. Everything up to the next such line is what was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from kedang.core.clock import now, today
from kedang.core.day_words import read_day
from kedang.dealings.models import Channel

LONGEST_NAME = 40


@dataclass
class Message:
    """`at` is None when only a name was given."""

    who: str
    at: datetime | None
    text: str


@dataclass
class Chat:
    """Messages in the order they stand; `channel` guessed from the form."""

    messages: list[Message] = field(default_factory=list)
    channel: str = Channel.WECHAT.value

    @property
    def people(self) -> list[str]:
        return list(dict.fromkeys(message.who for message in self.messages))

    @property
    def began_at(self) -> datetime | None:
        return next((message.at for message in self.messages if message.at), None)

    @property
    def text(self) -> str:
        """In one form, whatever it came in."""
        return "\n".join(f"{_head(message)}\n{message.text}".rstrip() for message in self.messages)


def read_chat(pasted: str) -> Chat | None:
    """None when it is no chat: fewer than two messages with a time, or than three with names alone."""
    lines = pasted.replace("\r\n", "\n").replace("\u200b", "").replace("\xa0", " ").split("\n")
    for read in (_with_times, _with_names):
        chat = read(lines)
        if chat is not None:
            return chat
    return None


_YMD = (
    r"(?P<{0}>(?:\d{{4}}[-/.年])?\d{{1,2}}[-/.月]\d{{1,2}}日?|昨天|前天|今天|(?:星期|周)[一二三四五六日天])"
)
_CLOCK = (
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上|AM|PM)?\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?(?:\s?(?P<after>AM|PM))?"
)
_WHEN = rf"(?:{_YMD.format('day')}\s+)?{_CLOCK}"
_NUMBER = r"(?:\((?P<number>\d{5,12})\)|<(?P<mail>[^<>\s]+@[^<>\s]+)>|\([^()]{1,20}\))?"
_NAME = r"(?P<who>[^\s:：][^\n:：]{0,39}?)"
_NAME_FIRST = re.compile(rf"^{_NAME}\s*{_NUMBER}[:：]?\s+{_WHEN}[:：]?$", re.IGNORECASE)
_TIME_FIRST = re.compile(rf"^[\[【]?{_WHEN}[\]】]?\s+{_NAME}\s*{_NUMBER}[:：]?$", re.IGNORECASE)
_DATE_ALONE = re.compile(rf"^[—\-=─\s]*{_YMD.format('day')}(?:\s*(?:星期|周)[一二三四五六日天])?[—\-=─\s]*$")
_NAME_ALONE = re.compile(rf"^(?P<who>[^\s:：][^\n:：]{{0,{LONGEST_NAME - 1}}})[:：]$")
_QQ_NOTHING = re.compile(r"^(?:=+|消息记录（.*|消息分组[:：].*|消息对象[:：].*)$")
_AFTERNOON = frozenset({"下午", "晚上", "pm"})
_DIGITS = re.compile(r"\d+")


def _with_times(lines: list[str]) -> Chat | None:
    chat, day, found = Chat(), None, 0
    for line in lines:
        bare = line.strip()
        head = _TIME_FIRST.match(bare) or _NAME_FIRST.match(bare) if bare and ":" in bare else None
        at = _moment(head, day) if head else None
        if head and at:
            day = timezone.localtime(at).date()
            chat.messages.append(Message(head["who"].strip(), at, ""))
            chat.channel = _channel(head, chat.channel)
            found += 1
        elif (alone := _DATE_ALONE.match(bare)) and (known := _day(alone["day"], None)):
            day = known
        elif chat.messages and not _QQ_NOTHING.match(bare):
            chat.messages[-1].text += f"{line}\n"
    return _tidied(chat) if found >= 2 or (found == 1 and chat.messages[0].text.strip()) else None


def _with_names(lines: list[str]) -> Chat | None:
    """`王芳:` and what she said below."""
    chat = Chat()
    for line in lines:
        if head := _NAME_ALONE.match(line.strip()):
            chat.messages.append(Message(head["who"].strip(), None, ""))
        elif chat.messages:
            chat.messages[-1].text += f"{line}\n"
        elif line.strip():
            return None
    chat = _tidied(chat)
    spoken = [message for message in chat.messages if message.text]
    return chat if len(spoken) >= 3 and len(chat.people) < len(chat.messages) else None


def _tidied(chat: Chat) -> Chat:
    for message in chat.messages:
        message.text = message.text.strip("\n").rstrip()
    return chat


def _channel(head: re.Match[str], before: str) -> str:
    if head["number"] or head["mail"]:
        return Channel.QQ.value
    return before


def _moment(head: re.Match[str], day: date | None) -> datetime | None:
    hour, minute, second = int(head["hour"]), int(head["minute"]), int(head["second"] or 0)
    half = (head["half"] or head["after"] or "").lower()
    if half in _AFTERNOON and hour < 12:
        hour += 12
    on = _day(head["day"], day)
    if on is None or hour > 23 or minute > 59 or second > 59:
        return None
    at = timezone.make_aware(datetime.combine(on, time(hour, minute, second)))
    return at if at <= now() or head["day"] else min(at, now())


def _day(written: str | None, known: date | None) -> date | None:
    """A day without a year is the last one there was."""
    if not written:
        return known or today()
    numbers = [int(part) for part in _DIGITS.findall(written)]
    if not numbers:
        return _said(written)
    try:
        if len(numbers) == 3:
            return date(*numbers)
        this = date(today().year, *numbers)
        return this if this <= today() else this.replace(year=this.year - 1)
    except ValueError:
        return None


def _said(word: str) -> date | None:
    day = read_day(word)
    if day is not None and day > today():
        return day.fromordinal(day.toordinal() - 7)
    return day


def _head(message: Message) -> str:
    if message.at is None:
        return f"{message.who}："
    return f"{message.who} {timezone.localtime(message.at):%Y-%m-%d %H:%M}"
