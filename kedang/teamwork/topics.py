"""What one may want to hear of a customer, and which events are meant by it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTACT = (
    "customers.contact_added", "customers.contact_changed", "customers.contact_removed", "customers.contact_absent",
    "customers.contact_person_added", "customers.contact_person_changed",
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """`resource`: what one must be allowed to view to be told."""

    name: str
    label: str | Promise
    kinds: tuple[str, ...]
    resource: str = "customer"


TOPICS = (
    Topic("contact", _("联系方式"), CONTACT, "contact_point"),
    Topic(
        "record",
        _("资料、阶段与等级"),
        (
            "customers.changed", "customers.stage_changed", "customers.ended", "customers.resumed",
            "customers.graded", "customers.classified", "customers.restored", "customers.merged",
        ),
    ),
    Topic("team", _("负责人与协作人"), ("customers.assigned", "customers.claimed", "customers.released")),
    Topic(
        "dealing",
        _("沟通、购买与项目"),
        (
            "dealings.interaction_recorded", "dealings.purchase_recorded", "dealings.need_noted",
            "dealings.opportunity_added", "dealings.opportunity_moved", "dealings.opportunity_closed",
        ),
        "dealing",
    ),
    Topic("document", _("文档"), ("documents.filed", "documents.version_added"), "document"),
    Topic("comment", _("评论"), ("teamwork.commented",), "comment"),
    Topic("feedback", _("反馈与投诉"), ("engagement.complaint_added", "engagement.answered"), "feedback"),
)  # fmt: skip
BY_NAME = {one.name: one for one in TOPICS}
BY_KIND = {kind: one for one in TOPICS for kind in one.kinds}
KINDS = tuple(BY_KIND)
ALL = tuple(BY_NAME)
