from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

OPENED = declare("access.opened", _("打开了"), nature="access")
REFUSED = declare("access.refused", _("被拒绝"), erase="audit_key", nature="security", personal=("details",))
FAILED = declare(
    "access.failed", _("操作未成功"), erase="audit_key", nature="security", personal=("details",)
)
GRANTED = declare("access.granted", _("授予了单独权限"), erase="with_key", personal=("details",))
GRANT_ENDED = declare("access.grant_ended", _("收回了单独权限"), erase="with_key", personal=("details",))
RUN_STARTED = declare("access.run_started", _("启动了批量任务"), erase="audit_key", personal=("details",))
RUN_PAUSED = declare("access.run_paused", _("暂停了批量任务"))
RUN_RESUMED = declare("access.run_resumed", _("继续了批量任务"))
RUN_STOPPED = declare("access.run_stopped", _("批量任务因出错停下"))
RUN_CANCELLED = declare("access.run_cancelled", _("取消了批量任务"))
DEFERRED = declare("access.deferred", _("提交了待批动作"))
WITHDRAWN = declare("access.withdrawn", _("撤回了待批动作"))
