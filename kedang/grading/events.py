"""What happens around scores. Grades decided are told by `customers.events.GRADED`, in the record's history."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

SETTINGS_CHANGED = declare("grading.settings_changed", _("修改了评级设置"))
LEVELS_CHANGED = declare("grading.levels_changed", _("修改了服务级别"))
CALCULATION_STARTED = declare("grading.calculation_started", _("开始了评分计算"))
CALCULATION_FINISHED = declare("grading.calculation_finished", _("完成了评分计算"))
KEPT = declare("grading.kept", _("决定维持原等级"))
OPTED_OUT = declare("grading.opted_out", _("登记了拒绝自动评级"))
OPTED_IN = declare("grading.opted_in", _("取消了拒绝自动评级"))
CONTACT_PLANNED = declare("grading.contact_planned", _("按服务级别安排了联系"))
