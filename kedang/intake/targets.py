"""What a column can be, in groups for the select."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.intake.actions.customer_lists import custom_headings
from kedang.intake.columns import TARGETS

_CONTACTS = ("mobile", "landline", "email", "wechat", "qq", "fax", "website", "contact_name", "contact_title")


def target_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    facts = [(one.name, str(one.label)) for one in TARGETS if one.name not in _CONTACTS]
    contacts = [(one.name, str(one.label)) for one in TARGETS if one.name in _CONTACTS]
    own = list({target: (target, label) for label, target in reversed(custom_headings().items())}.values())[
        ::-1
    ]
    groups = [(_("客户资料"), facts), (_("联系方式"), contacts), (_("自定义字段"), own)]
    return [group for group in groups if group[1]]
