"""What the ledger tells of dossiers: who took what, in which form, and what came back."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

_PAYLOAD = ("details",)

EXPORTED = declare(
    "dossier.exported",
    _("导出了客户档案"),
    nature="access",
    erase="with_key",
    personal=_PAYLOAD,
)
DOCUMENT_EXPORTED = declare(
    "dossier.document_exported",
    _("随客户档案导出了文档"),
    nature="access",
    erase="with_key",
    personal=_PAYLOAD,
)
ZIPPED = declare(
    "dossier.zipped", _("把文件夹下载为压缩包"), nature="access", erase="with_key", personal=_PAYLOAD
)
PACKAGE_TAKEN = declare("dossier.package_taken", _("下载了备好的客户档案"), nature="access")

RECEIVED = declare("dossier.received", _("上传了客户档案包"), erase="audit_key", personal=_PAYLOAD)
CHOSEN = declare("dossier.chosen", _("决定了档案包恢复为哪位客户"))
DISCARDED = declare("dossier.discarded", _("放弃了档案包的导入"))
RESTORED = declare(
    "dossier.restored", _("由档案包恢复了客户"), erase="with_key", personal=("changes", "details")
)
ROW_RESTORED = declare("dossier.row_restored", _("由档案包恢复了记录"), erase="with_key", personal=_PAYLOAD)
ROW_TAKEN_BACK = declare("dossier.row_taken_back", _("撤销了由档案包恢复的记录"))
