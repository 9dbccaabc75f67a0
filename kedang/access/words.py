"""The words rights are made of: scopes, clearances, resources and verbs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.IntegerChoices):
    """Whose customers a right reaches (数据范围)."""

    OWN = 1, _("本人")
    DEPARTMENT = 2, _("本部门")
    SUBTREE = 3, _("本部门及下级")
    ALL = 4, _("全部")


class Clearance(models.IntegerChoices):
    """Classification of a record and clearance of a post (密级). Names are the organisation's to change."""

    PUBLIC = 1, _("公开")
    INTERNAL = 2, _("内部")
    CONFIDENTIAL = 3, _("普通商密")
    CORE = 4, _("核心商密")


class Reach(models.IntegerChoices):
    """Why a principal is in a customer's audience."""

    OWNER = 1, _("负责人")
    HELPER = 2, _("协作人")
    DEPARTMENT = 3, _("所属部门")
    GRANT = 4, _("单独授权")


VERBS = {
    "view": _("查看"),
    "create": _("新建"),
    "edit": _("修改"),
    "delete": _("删除"),
    "download": _("下载"),
    "print": _("打印"),
    "share": _("分享"),
    "export": _("导出"),
    "import": _("导入"),
    "approve": _("审批"),
    "unmask": _("查看明文"),
    "grant": _("授权"),
    "manage": _("管理"),
    "merge": _("合并"),
    "assign": _("分派"),
    "claim": _("认领"),
}

RESOURCES = {
    "customer": _("客户"),
    "contact_point": _("联系方式"),
    "document": _("文档"),
    "folder": _("文件夹"),
    "dealing": _("往来记录"),
    "task": _("任务"),
    "comment": _("评论"),
    "feedback": _("反馈与投诉"),
    "campaign": _("群发"),
    "score": _("评分与等级"),
    "tag": _("标签"),
    "template": _("模板与规则"),
    "saved_view": _("视图"),
    "person": _("人员与部门"),
    "post": _("岗位与权限"),
    "ledger": _("台账"),
    "settings": _("系统设置"),
}

# What to do when a right is missing, where there is better advice than to ask the head.
REMEDIES = {
    ("customer", "edit"): _(
        "请让部门主管或客服代为修改。如果销售应当自己修改，请安全管理员在“设置 › 岗位与权限”中打开“销售可以直接修改客户资料”。"
    ),
}
