"""What happens around duplicates. Merging and parting are told by `customers.events`, on each of the two records."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

SCAN_STARTED = declare("duplicates.scan_started", _("开始了查重"))
SCAN_FINISHED = declare("duplicates.scan_finished", _("完成了查重"))
MERGE_SETTLED = declare("duplicates.merge_settled", _("移好了合并的文档"))
DISMISSED = declare("duplicates.dismissed", _("确认两份档案不是同一客户"))
REOPENED = declare("duplicates.reopened", _("重新打开了一对疑似重复"))
SETTINGS_CHANGED = declare("duplicates.settings_changed", _("修改了查重设置"))
