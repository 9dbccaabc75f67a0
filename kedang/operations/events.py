"""What running Kedang tells the ledger."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

EXPORT_BEGUN = declare(
    "operations.export_begun",
    _("导出了客户名单"),
    nature="access",
    erase="audit_key",
    personal=("details",),
)
EXPORTED = declare("operations.exported", _("在导出的名单中取走了客户资料"), nature="access")
