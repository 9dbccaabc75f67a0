"""What people do about the quality of data. What rules find is no event: it follows from the record."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

SETTINGS_CHANGED = declare("quality.settings_changed", _("修改了数据质量规则"))
ASSESSED_AGAIN = declare("quality.assessed_again", _("要求重新检查数据质量"))
IGNORED = declare("quality.ignored", _("忽略了一个数据问题"), personal=("reason",), erase="with_key")
TAKEN_UP = declare("quality.taken_up", _("重新处理一个数据问题"))

CHECK_STARTED = declare(
    "quality.check_started", _("开始了抽样核对"), personal=("details",), erase="audit_key"
)
CHECKED = declare("quality.checked", _("核对了客户资料"))
CHECK_SETTLED = declare("quality.check_settled", _("裁定了核对的分歧"))
CORRECTED = declare("quality.corrected", _("按核对结果改正"), personal=("changes",), erase="with_key")
CHECK_FINISHED = declare("quality.check_finished", _("完成了抽样核对"))
CHECK_STOPPED = declare("quality.check_stopped", _("中止了抽样核对"))

CLEANUP_STARTED = declare("quality.cleanup_started", _("开始了定期清理"))
CLEANUP_SIGNED = declare(
    "quality.cleanup_signed", _("签字结束了定期清理"), personal=("reason",), erase="audit_key"
)
