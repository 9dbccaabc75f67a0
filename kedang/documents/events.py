"""What the ledger tells of documents. Payloads are sealed under the document's key and die with it."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

_PAYLOAD = ("changes", "details")

OPENED = declare("documents.opened", _("打开了文档"), nature="access")
PREVIEWED = declare("documents.previewed", _("看了文档的缩略图"), nature="access")
UNLOCKED = declare(
    "documents.unlocked",
    _("说明原因后查看最高密级的文档"),
    nature="access",
    erase="audit_key",
    personal=("reason",),
)
DOWNLOADED = declare(
    "documents.downloaded", _("下载了文档"), nature="access", erase="with_key", personal=_PAYLOAD
)
PRINTED = declare("documents.printed", _("打印了文档"), nature="access", erase="with_key", personal=_PAYLOAD)
PERMIT_ASKED = declare(
    "documents.permit_asked", _("申请下载文档"), erase="with_key", personal=(*_PAYLOAD, "reason")
)
PERMIT_APPROVED = declare(
    "documents.permit_approved", _("批准了下载申请"), erase="with_key", personal=_PAYLOAD
)
PERMIT_REJECTED = declare(
    "documents.permit_rejected", _("没有批准下载申请"), erase="with_key", personal=_PAYLOAD
)
LEVEL_RULE_CHANGED = declare("documents.level_rule_changed", _("修改了密级规则"))

FILED = declare("documents.filed", _("归档了文档"), erase="with_key", personal=_PAYLOAD)
VERSION_ADDED = declare("documents.version_added", _("添加了新版本"), erase="with_key", personal=_PAYLOAD)
VERSION_RESTORED = declare(
    "documents.version_restored", _("恢复了旧版本"), erase="with_key", personal=_PAYLOAD
)
CHECKED_OUT = declare("documents.checked_out", _("签出了文档"))
CHECKED_IN = declare("documents.checked_in", _("签入了文档"))
TAKEN_OVER = declare("documents.taken_over", _("接管了签出的文档"), erase="with_key", personal=_PAYLOAD)
RENAMED = declare("documents.renamed", _("重命名了文档"), erase="with_key", personal=_PAYLOAD)
MOVED = declare("documents.moved", _("移动了文档"), erase="with_key", personal=_PAYLOAD)
CHANGED = declare("documents.changed", _("修改了文档信息"), erase="with_key", personal=_PAYLOAD)
TAGGED = declare("documents.tagged", _("修改了文档标签"), erase="with_key", personal=_PAYLOAD)
REREAD = declare("documents.reread", _("要求重新识读文档"))
PASSWORD_GIVEN = declare("documents.password_given", _("提供了文件的打开密码"))
TRASHED = declare("documents.trashed", _("把文档移入回收站"), erase="with_key", personal=_PAYLOAD)
UNTRASHED = declare("documents.untrashed", _("从回收站恢复了文档"), erase="with_key", personal=_PAYLOAD)
