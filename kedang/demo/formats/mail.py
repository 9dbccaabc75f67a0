"""E-mails as mail programs save them: half of them in GBK, as offices still get them."""

from __future__ import annotations

from datetime import UTC, datetime, time
from email.message import EmailMessage
from email.utils import format_datetime

from kedang.demo.papers import Paper
from kedang.demo.words import chance

_OFFICE = "office@huaxin-demo.example"


def eml(paper: Paper) -> bytes:
    dice = chance("mail", paper.seed)
    sent = datetime.combine(paper.written_on, time(dice.randrange(1, 10), dice.randrange(60)), UTC)
    message = EmailMessage()
    message["Subject"] = paper.title
    message["From"], message["To"] = paper.sender, _OFFICE
    message["Date"] = format_datetime(sent)
    message["Message-ID"] = f"<{paper.seed}@huaxin-demo.example>"
    message.set_content("\n".join(paper.lines), charset=dice.choice(("utf-8", "gbk")))
    return message.as_bytes()
