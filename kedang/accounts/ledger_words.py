"""What an event's details are called and how their values are told: no name of the code reaches a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kedang.access.words import VERBS
from kedang.accounts.agents import device_of
from kedang.accounts.ledger_asking import asked_in_words
from kedang.accounts.setup import INDUSTRIES
from kedang.core.masking import mask_email
from kedang.core.preset_names import shown, shown_path


def details_in_words(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is empty or internal to the machine is left out."""
    return [
        (str(DETAIL_NAMES.get(name, name)), _plain(name, value))
        for name, value in details.items()
        if value not in ("", None, [], {}) and name not in _INTERNAL
    ]


def reason_in_words(kind: str, reason: str) -> str:
    """A refusal keeps the verb that was refused; other reasons were typed by people."""
    if kind == "access.refused":
        return str(VERBS.get(reason, reason))
    return reason


def kind_name(subject_type: str, sentence: str) -> str:
    """What sort of record the subject is, unless the sentence says so already."""
    name = str(_SUBJECTS.get(subject_type, ""))
    return "" if name.casefold() in sentence.casefold() else name


def channel_name(channel: str) -> str:
    return str(_CHANNELS.get(channel, channel))


def room_name(room: str) -> str:
    return str(_ROOMS.get(room, room))


def _plain(name: str, value: Any) -> str:
    if name in _READERS:
        return _READERS[name](value)
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, dict):
        told = details_in_words(value)
        return "；".join(f"{label}={entry}" for label, entry in told)
    if isinstance(value, list):
        return "、".join(shown(str(entry)) for entry in value)
    return shown_path(str(value)) if name in _PATHS else shown(str(value))


def _asked(value: Any) -> str:
    return asked_in_words(value) if isinstance(value, dict) else str(value)


def _moment(value: Any) -> str:
    when = parse_datetime(str(value))
    if when is None:
        return str(value)
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{date_format(local, 'DATE_FORMAT')} {local:%H:%M}"


def _version(value: Any) -> str:
    return str(_("第 %(number)s 版") % {"number": value})


def _verbs(value: Any) -> str:
    return "、".join(str(VERBS.get(verb, verb)) for verb in (value if isinstance(value, list) else [value]))


def _industry(value: Any) -> str:
    return next((str(one.title) for one in INDUSTRIES if one.code == value), str(value))


def _one_of(words: Mapping[str, Any]) -> Callable[[Any], str]:
    return lambda value: str(words.get(str(value), value))


_READERS: dict[str, Callable[[Any], str]] = {
    "asked": _asked,
    "email": lambda value: mask_email(str(value)),
    "agent": lambda value: device_of(str(value)),
    "verb": _verbs,
    "verbs": _verbs,
    "size": lambda value: filesizeformat(value).replace("\xa0", " "),
    "version": _version,
    "restored_from": _version,
    "new_version": _version,
    "moment": _moment,
    "until": _moment,
    "industry": _industry,
    "kind": _one_of({"customer": _("客户"), "document": _("文档"), "folder": _("文件夹")}),
    "source": _one_of({"upload": _("浏览器上传"), "directory": _("服务器目录")}),
}
_PATHS = frozenset({"path", "folder", "from", "to"})
# Ids, and names of the code that another detail tells in words.
_INTERNAL = frozenset(
    {"founders", "action", "check", "entry", "link", "other", "permit", "point", "pool", "request"}
)

_SUBJECTS = {
    "customers.customer": pgettext_lazy("one", "客户"),
    "documents.document": pgettext_lazy("one", "文档"),
    "filing.folder": pgettext_lazy("one", "文件夹"),
    "people.department": pgettext_lazy("one", "部门"),
    "access.post": _("岗位"),
}
_CHANNELS = {
    "page": _("网页"),
    "api": _("接口"),
    "command": _("命令行"),
    "job": _("后台任务"),
    "link": _("链接"),
    "dav": _("网络驱动器"),
}
_ROOMS = {
    "access": _("权限"),
    "accounts": _("账号"),
    "customers": _("客户"),
    "documents": _("文档"),
    "drive": _("网络驱动器"),
    "filing": _("归档规则"),
    "intake": _("导入"),
    "search": _("搜索"),
    "operations": _("运维"),
    "demo": _("演示"),
    "dealings": _("往来"),
    "duplicates": _("查重"),
    "engagement": _("反馈"),
    "grading": _("评级"),
    "notify": _("通知"),
    "portal": _("客户自助"),
    "quality": _("数据质量"),
    "segments": _("客群"),
    "teamwork": _("协作"),
    "workflow": _("任务"),
}
DETAIL_NAMES = {
    "added": _("添加"),
    "address": _("地址"),
    "after": _("改为"),
    "agent": _("设备"),
    "answer": _("答复"),
    "asked": _("条件"),
    "before": _("原为"),
    "changed": _("改动的项"),
    "channel": _("渠道"),
    "count": _("数量"),
    "created": _("新建"),
    "days": _("天数"),
    "deleted": _("删除的字段"),
    "department": _("部门"),
    "departments": _("部门数"),
    "due_on": _("到期"),
    "email": _("邮箱"),
    "error": _("错误"),
    "field": _("字段"),
    "files": _("需要的文件"),
    "folder": _("文件夹"),
    "found": _("查到"),
    "founder": _("创建人"),
    "from": _("原持有人"),
    "full": _("全部重查"),
    "in_clear": _("明文"),
    "industry": _("行业预设"),
    "job": _("任务"),
    "joined": _("加入"),
    "kind": _("对象"),
    "left": _("移出"),
    "left_out": _("未收入"),
    "means": _("联系方式"),
    "message": _("说明"),
    "moment": _("恢复到"),
    "moved": _("移动的"),
    "name": _("名称"),
    "new": _("改为"),
    "new_name": _("新名称"),
    "new_version": _("新版本"),
    "note": _("说明"),
    "number": _("编号"),
    "old": _("原为"),
    "organisation": _("单位"),
    "original_name": _("原文件名"),
    "pages": _("页数"),
    "part": _("部分"),
    "path": _("位置"),
    "post": _("岗位"),
    "purpose": _("用途"),
    "query": _("条件"),
    "records": _("记录数"),
    "resealed": _("加密保存"),
    "restored_from": _("恢复自"),
    "resumed": _("恢复使用"),
    "retired": _("停用"),
    "rights": _("权限"),
    "role": _("关系"),
    "rows": _("行数"),
    "rule": _("规则"),
    "settings": _("设置"),
    "shared_with": _("分享给"),
    "size": _("大小"),
    "source": _("来源"),
    "state": _("状态"),
    "subject": _("主题"),
    "sure": _("把握大"),
    "survey": _("调查"),
    "task": _("任务编号"),
    "title": _("标题"),
    "to": _("授权给"),
    "topics": _("关注的内容"),
    "types": _("文档类型"),
    "until": _("到期"),
    "values": _("比对的值"),
    "verb": _("动作"),
    "verbs": _("动作"),
    "version": _("版次"),
    "while_locked": _("锁定期间"),
}
