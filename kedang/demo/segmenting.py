"""Segments and views of the demo company: two shared with their departments, one of a salesman's own."""

from __future__ import annotations

from collections.abc import Sequence

from kedang.core.errors import Conflict
from kedang.demo.company import Staff
from kedang.search.actions.views import save_view, share_view
from kedang.search.models import SavedView
from kedang.segments.actions.segments import save_segment, share_segment
from kedang.segments.models import Segment

# Whose, name, query, note, department it is shared with.
SEGMENTS = (
    ("head_east", "重点客户", "等级:A 阶段:现有客户", "每月联系一次", "east"),  # i18n: data
    ("head_south", "久未联系", "未联系>60天 阶段:现有客户", "请本月内回访", "south"),  # i18n: data
    ("sales_a", "待跟进的潜在客户", "阶段:潜在客户 电话:非空", "", ""),  # i18n: data
)


def keep_segments(indices: Sequence[int], staff: Staff, *, run_id: int) -> list[Segment]:
    """What is there already from an earlier load stays as it is."""
    made = []
    for index in indices:
        who, name, query, note, where = SEGMENTS[index]
        actor = staff.actor(who, run_id)
        try:
            segment = save_segment(Segment, name, query, note=note, actor=actor)
        except Conflict:
            continue
        if where and actor.person.department:
            share_segment(segment, "department", [actor.person.department], actor=actor)
        made.append(segment)
        if index == 0:
            _keep_view(staff, run_id)
    return made


def _keep_view(staff: Staff, run_id: int) -> None:
    actor = staff.actor("head_east", run_id)
    columns = ["number", "grade", "stage", "bought", "last_contact", "owner"]
    try:
        view = save_view(
            SavedView,
            "customer",
            "按购买金额",
            "阶段:现有客户",
            columns=columns,
            sort="-bought",
            actor=actor,  # i18n: data
        )
    except Conflict:
        return
    share_view(view, "all", actor=actor)
