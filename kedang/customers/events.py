"""What can happen to a customer's record. Field changes are sealed under the customer's `profile` key."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

_CHANGES = ("changes",)

REGISTERED = declare("customers.registered", _("建立了客户档案"), personal=_CHANGES, erase="with_key")
CHANGED = declare("customers.changed", _("修改了客户资料"), personal=_CHANGES, erase="with_key")
STAGE_CHANGED = declare("customers.stage_changed", _("变更了客户阶段"), personal=_CHANGES, erase="with_key")
COOPERATION_ENDED = declare("customers.ended", _("终止了合作"), personal=_CHANGES, erase="with_key")
COOPERATION_RESUMED = declare("customers.resumed", _("恢复了合作"), personal=_CHANGES, erase="with_key")
ASSIGNED = declare("customers.assigned", _("变更了负责人、协作人或部门"), personal=_CHANGES, erase="with_key")
CLAIMED = declare("customers.claimed", _("从公海认领了客户"), personal=_CHANGES, erase="with_key")
RELEASED = declare("customers.released", _("把客户放回了公海"), personal=_CHANGES, erase="with_key")
CLASSIFIED = declare("customers.classified", _("变更了分类"), personal=_CHANGES, erase="with_key")
TAGGED = declare("customers.tagged", _("变更了标签"), personal=_CHANGES, erase="with_key")

CONTACT_ADDED = declare("customers.contact_added", _("添加了联系方式"), personal=_CHANGES, erase="with_key")
CONTACT_CHANGED = declare(
    "customers.contact_changed", _("修改了联系方式"), personal=_CHANGES, erase="with_key"
)
CONTACT_REMOVED = declare(
    "customers.contact_removed", _("移除了联系方式"), personal=_CHANGES, erase="with_key"
)
CONTACT_VERIFIED = declare(
    "customers.contact_verified", _("核实了联系方式"), personal=_CHANGES, erase="with_key"
)
CONTACT_ABSENT = declare(
    "customers.contact_absent", _("标记联系方式暂无"), personal=_CHANGES, erase="with_key"
)
UNMASKED = declare(
    "customers.unmasked", _("查看了明文"), nature="access", personal=("details",), erase="with_key"
)
CONTACT_PERSON_ADDED = declare(
    "customers.contact_person_added", _("添加了联系人"), personal=_CHANGES, erase="with_key"
)
CONTACT_PERSON_CHANGED = declare(
    "customers.contact_person_changed", _("修改了联系人"), personal=_CHANGES, erase="with_key"
)

RESTORED = declare("customers.restored", _("恢复了较早的内容"), personal=_CHANGES, erase="with_key")
GRADED = declare("customers.graded", _("评定了客户等级"), personal=_CHANGES, erase="with_key")
RELATED = declare("customers.related", _("添加了客户关联"))
UNRELATED = declare("customers.unrelated", _("结束了客户关联"))
RELATION_DISMISSED = declare("customers.relation_dismissed", _("排除了建议的客户关联"))

TRASHED = declare("customers.trashed", _("把客户移入回收站"))
UNTRASHED = declare("customers.untrashed", _("从回收站恢复了客户"))

MERGED = declare("customers.merged", _("合并了重复客户"), personal=_CHANGES, erase="with_key")
MERGED_AWAY = declare(
    "customers.merged_away", _("把这份档案并入了另一份"), personal=_CHANGES, erase="with_key"
)
PARTED = declare("customers.parted", _("撤销了客户合并"), personal=_CHANGES, erase="with_key")
PARTED_AGAIN = declare(
    "customers.parted_again", _("撤销合并，恢复为独立档案"), personal=_CHANGES, erase="with_key"
)

PROJECT_ADDED = declare("customers.project_added", _("添加了项目"), personal=_CHANGES, erase="with_key")
PROJECT_CHANGED = declare("customers.project_changed", _("修改了项目"), personal=_CHANGES, erase="with_key")

TAG_CREATED = declare("customers.tag_created", _("新建了标签"))
TAG_CHANGED = declare("customers.tag_changed", _("修改了标签"))
TAG_RETIRED = declare("customers.tag_retired", _("停用了标签"))
DIMENSION_CHANGED = declare("customers.dimension_changed", _("修改了分类维度"))
TEMPLATE_CHANGED = declare("customers.template_changed", _("修改了档案模板"))
FIELD_CHANGED = declare("customers.field_changed", _("修改了自定义字段"))

BLIND_CHECKED = declare(
    "customers.blind_checked",
    _("在权限范围之外查重"),
    nature="access",
    personal=("details",),
    erase="audit_key",
)

EXPORT_BEGUN = declare(
    "customers.export_begun", _("导出了客户名单"), nature="access", erase="audit_key", personal=("details",)
)
EXPORTED = declare("customers.exported", _("在导出的名单中取走了客户资料"), nature="access")
