"""What happens to segments. Their queries may name people: they are told under the audit key of the month."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

SAVED = declare("segments.saved", _("保存了客群"), erase="audit_key", personal=("details",))
CHANGED = declare("segments.changed", _("修改了客群"), erase="audit_key", personal=("details", "changes"))
SHARED = declare("segments.shared", _("分享了客群"), erase="audit_key", personal=("details",))
RETIRED = declare("segments.retired", _("删除了客群"), erase="audit_key", personal=("details",))
REFRESHED = declare("segments.refreshed", _("更新了客群成员"))
CALLS_STARTED = declare("segments.calls_started", _("开始了电话名单"))
