"""The queue in words, for the administrator: what the work is called and why it failed. No personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.clock import now
from kedang.jobs.models import Task, TaskState
from kedang.jobs.queue import WORKER_LOST

SHOWN = 100

TITLES: dict[str, str | Promise] = {
    "kedang.access.runs.work.advance_run": gettext_lazy("批量任务"),
    "kedang.accounts.tasks.forget_stale_sign_ins": gettext_lazy("清理过期的登录记录"),
    "kedang.customers.tasks.complete_tokens": gettext_lazy("补全加密字段的查询标记"),
    "kedang.customers.tasks.reseal_field": gettext_lazy("改换自定义字段的保存方式"),
    "kedang.customers.tasks.reindex_field": gettext_lazy("选项改名后更新搜索"),
    "kedang.customers.tasks.forget_blind_checks": gettext_lazy("清理过期的查重记录"),
    "kedang.customers.tasks.suggest_relations": gettext_lazy("建议客户关系"),
    "kedang.documents.tasks.finish_upload": gettext_lazy("归档已传完的文件"),
    "kedang.documents.tasks.hand_over_key": gettext_lazy("文档改归客户后移交密钥"),
    "kedang.documents.tasks.read_documents": gettext_lazy("识读文档文字"),
    "kedang.documents.tasks.recognise_pages": gettext_lazy("识别扫描页的文字"),
    "kedang.documents.tasks.settle_keys": gettext_lazy("合并客户后移交文档密钥"),
    "kedang.documents.tasks.sweep_uploads": gettext_lazy("清理未完成的上传"),
    "kedang.documents.tasks.trim_previews": gettext_lazy("清理旧的页面图像"),
    "kedang.drive.tasks.sweep_drive": gettext_lazy("清理网络驱动器的临时文件"),
    "kedang.dossier.tasks.check_bag": gettext_lazy("核对导入的客户档案包"),
    "kedang.dossier.tasks.forget_packages": gettext_lazy("清理过期的客户档案包"),
    "kedang.duplicates.tasks.carry_on": gettext_lazy("移动合并的文档"),
    "kedang.duplicates.tasks.run_scan": gettext_lazy("查找重复客户"),
    "kedang.duplicates.tasks.scan_nightly": gettext_lazy("每晚查找重复客户"),
    "kedang.engagement.tasks.escalate_late_complaints": gettext_lazy("上报逾期的投诉"),
    "kedang.engagement.tasks.forget_knocks": gettext_lazy("清理公开页面的访问计数"),
    "kedang.engagement.tasks.remind_of_surveys": gettext_lazy("提醒填写调查"),
    "kedang.grading.tasks.calculate": gettext_lazy("计算客户评级"),
    "kedang.grading.tasks.calculate_weekly": gettext_lazy("每周计算客户评级"),
    "kedang.grading.tasks.close_met_contacts": gettext_lazy("了结已经联系过的提醒"),
    "kedang.grading.tasks.plan_missed_contacts": gettext_lazy("安排逾期的联系"),
    "kedang.notify.tasks.deliver_mail": gettext_lazy("发送邮件"),
    "kedang.quality.tasks.assess_all": gettext_lazy("模板变更后检查数据质量"),
    "kedang.quality.tasks.assess_changed": gettext_lazy("检查有变化的客户的数据质量"),
    "kedang.quality.tasks.assess_customers": gettext_lazy("检查客户的数据质量"),
    "kedang.quality.tasks.assess_nightly": gettext_lazy("每晚检查数据质量"),
    "kedang.quality.tasks.assess_outdated": gettext_lazy("检查数据质量"),
    "kedang.quality.tasks.count_quality": gettext_lazy("统计数据质量"),
    "kedang.quality.tasks.draw_sample": gettext_lazy("抽取核对样本"),
    "kedang.search.tasks.compact_index": gettext_lazy("整理搜索索引"),
    "kedang.segments.tasks.count_segment": gettext_lazy("统计客群"),
    "kedang.segments.tasks.refresh_segment": gettext_lazy("更新客群成员"),
    "kedang.segments.tasks.refresh_segments": gettext_lazy("每晚更新客群"),
    "kedang.teamwork.tasks.settle_pool": gettext_lazy("把已有负责人的客户移出公海"),
    "kedang.teamwork.tasks.tend_pools": gettext_lazy("提醒与放回久未联系的客户"),
    "kedang.teamwork.tasks.tell_departments": gettext_lazy("通知相关部门联系方式有变化"),
    "kedang.teamwork.tasks.tell_followers": gettext_lazy("通知关注客户的同事"),
    "kedang.understanding.tasks.understand_changed": gettext_lazy("按文档的修改学习"),
    "kedang.understanding.tasks.understand_documents": gettext_lazy("为文档生成建议"),
    "kedang.understanding.tasks.understand_next": gettext_lazy("为已有文档生成建议"),
    "kedang.understanding.tasks.understand_outdated": gettext_lazy("用新方法重做建议"),
    "kedang.vault.tasks.finish_interrupted": gettext_lazy("完成中断的密钥销毁"),
    "kedang.vault.tasks.sweep": gettext_lazy("清理无主的密钥与加密文件"),
    "kedang.workflow.tasks.remind_of_tasks": gettext_lazy("提醒到期的任务"),
}
# Kind of error → what an administrator can do about it; the first that fits.
_REASONS: tuple[tuple[str, str | Promise], ...] = (
    (WORKER_LOST, gettext_lazy("执行它的进程每次都中断：多半是内存不足，或某个文件使程序崩溃。")),
    ("OperationalError|InterfaceError", gettext_lazy("数据库当时不可用或太忙，可以重试。")),
    ("OSError|PermissionError|BlobMissing", gettext_lazy("读写磁盘失败，请检查剩余空间与权限后重试。")),
    ("MemoryError", gettext_lazy("内存不足，请关闭其他程序或增加内存后重试。")),
    ("KeyMissing|Tampered|WrongMasterKey", gettext_lazy("密钥或加密内容对不上，请先执行 kedang doctor。")),
    ("DoesNotExist", gettext_lazy("要处理的记录已不存在，可以放弃。")),
    ("ImportError", gettext_lazy("这个版本不认识这项任务：多半是升级前留下的，可以放弃。")),
)


@dataclass(frozen=True)
class Shown:
    """One task as the page shows it."""

    task: Task

    @property
    def title(self) -> str:
        return str(TITLES.get(self.task.job, self.task.job))

    @property
    def reason(self) -> str:
        for pattern, words in _REASONS:
            if re.match(pattern, self.task.error):
                return str(words)
        return _("程序出错，请把下面的位置告诉维护人员。") if self.task.error else ""

    @property
    def place(self) -> str:
        """Kind of error and line of the program."""
        return "" if self.task.error == WORKER_LOST else self.task.error

    @property
    def is_late(self) -> bool:
        """Tried before, and waiting for its next attempt."""
        return self.task.attempts > 0


def failed() -> list[Shown]:
    return list(_rows(TaskState.FAILED, "-pk"))


def running() -> list[Shown]:
    return list(_rows(TaskState.RUNNING, "pk"))


def waiting() -> list[Shown]:
    """The next to run first."""
    return list(_rows(TaskState.WAITING, "run_at"))


def count_failed() -> int:
    return Task.objects.filter(state=TaskState.FAILED)[: SHOWN + 1].count()


def longest_wait() -> float:
    """Seconds that the oldest due task has been waiting."""
    oldest = Task.objects.filter(state=TaskState.WAITING, run_at__lte=now()).order_by("run_at").first()
    return (now() - oldest.run_at).total_seconds() if oldest else 0.0


def _rows(state: TaskState, order: str) -> Iterator[Shown]:
    return (Shown(task) for task in Task.objects.filter(state=state).order_by(order)[:SHOWN])
