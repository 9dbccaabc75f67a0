"""Where a file's own folders lie in the customer's tree, what type that makes it, and its date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kedang.core.text import match_key
from kedang.customers.models import Customer
from kedang.filing.layouts import Shelf
from kedang.filing.models import DocumentType
from kedang.filing.nodes import Node
from kedang.filing.paths import join

# What foreign or older trees call the standard folders.
_ALSO = {
    word: folder
    for folder, words in {
        "合同": "CONTRACT CONTRACTS AGREEMENTS 协议",
        "报价单": "QUOTES QUOTATIONS 报价",
        "发票": "INVOICE INVOICES 票据",
        "沟通记录": "MAIL MAILS EMAIL EMAILS 邮件",
        "会议纪要": "MINUTES MEETINGS 会议",
        "客户反馈": "FEEDBACK 投诉",
        "销售资料": "SALES",
        "营销资料": "MARKETING 市场",
        "客户信息": "CONTACTS VCARDS 资料",
    }.items()
    for word in words.split()
}
_MAIL = (".eml", ".msg")
_DATE = re.compile(
    r"(?<!\d)(20\d{2}|19\d{2})[-_.年]?(0[1-9]|1[0-2]|[1-9](?=[-_.月]))[-_.月]?(0[1-9]|[12]\d|3[01]|[1-9](?!\d))日?(?!\d)"
)


@dataclass
class Shelving:
    """The templates and types in force, read once for a chunk."""

    shelf: Shelf = field(default_factory=Shelf.in_force)
    types: list[DocumentType] = field(
        default_factory=lambda: list(DocumentType.objects.filter(retired_at=None))
    )

    def path(self, customer: Customer, folder: str) -> str:
        """`folder` with its first name replaced by the standard folder it stands for, if there is one."""
        first, _slash, rest = folder.partition("/")
        node = self._node(customer, first) if first else None
        return join([node.path, rest]) if node else folder

    def type_of(self, customer: Customer, path: str, name: str) -> DocumentType | None:
        """By the standard folder; a mail is a mail wherever it lies. A type that refuses the format does not fit."""
        ending = name[name.rfind(".") :].lower() if "." in name else ""
        if ending in _MAIL and (mail := self._called("邮件")):
            return mail
        top = path.partition("/")[0]
        layout = self.shelf.layout_for(customer)
        node = next((one for one in layout.nodes if one.path == top), None)
        here = [one for one in self.types if node and one.folder == node.key]
        # A folder may hold several types; only one that is called like it is meant by it.
        kind = next((one for one in here if one.name in top or top in one.name), None)
        return kind if kind and (not kind.formats or ending.lstrip(".") in kind.formats) else None

    def _node(self, customer: Customer, name: str) -> Node | None:
        key = match_key(name)
        nodes = [one for one in self.shelf.layout_for(customer).nodes if one.is_unique]
        by_key = {match_key(one.name): one for one in nodes}
        if found := by_key.get(key) or by_key.get(match_key(_ALSO.get(key, ""))):
            return found
        held = [one for word, one in by_key.items() if word in key]
        return max(held, key=lambda one: len(one.name)) if held else None

    def _called(self, name: str) -> DocumentType | None:
        return next((one for one in self.types if one.name == name), None)


def date_in(name: str) -> date | None:
    """A date that a file name carries: 20231001, 2023-10-01, 2023年10月1日."""
    found = _DATE.search(name)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
