"""What happens with surveys, complaints, permissions and campaigns. Words of customers die with their key."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

_CHANGES = ("changes",)
_DETAILS = ("details",)

SURVEY_ADDED = declare("engagement.survey_added", _("新建了调查"))
SURVEY_CHANGED = declare("engagement.survey_changed", _("修改了调查"))
SURVEY_OPENED = declare("engagement.survey_opened", _("开始了调查"))
SURVEY_CLOSED = declare("engagement.survey_closed", _("结束了调查"))
SURVEY_RETIRED = declare("engagement.survey_retired", _("把调查移出了列表"))
INVITED = declare("engagement.invited", _("邀请客户参加调查"), personal=_DETAILS, erase="with_key")
INVITATION_WITHDRAWN = declare(
    "engagement.invitation_withdrawn", _("撤回了调查邀请"), personal=_DETAILS, erase="with_key"
)
REMINDED = declare("engagement.reminded", _("提醒客户参加调查"), personal=_DETAILS, erase="with_key")
ANSWERED = declare("engagement.answered", _("收到调查答复"), personal=_DETAILS, erase="with_key")

COMPLAINT_ADDED = declare("engagement.complaint_added", _("登记了反馈"), personal=_CHANGES, erase="with_key")
COMPLAINT_CHANGED = declare(
    "engagement.complaint_changed", _("修改了反馈"), personal=_CHANGES, erase="with_key"
)
COMPLAINT_TAKEN = declare("engagement.complaint_taken", _("受理了反馈"), personal=_CHANGES, erase="with_key")
COMPLAINT_CLOSED = declare(
    "engagement.complaint_closed", _("办结了反馈"), personal=_CHANGES, erase="with_key"
)
COMPLAINT_REOPENED = declare(
    "engagement.complaint_reopened", _("重新打开了反馈"), personal=_CHANGES, erase="with_key"
)
COMPLAINT_ESCALATED = declare(
    "engagement.complaint_escalated", _("反馈逾期，已上报主管"), personal=_DETAILS, erase="with_key"
)
DEADLINES_SET = declare("engagement.deadlines_set", _("修改了反馈办理期限"))

PERMISSION_SET = declare(
    "engagement.permission_set", _("登记了联系许可"), personal=_CHANGES, erase="with_key"
)

CAMPAIGN_ADDED = declare("engagement.campaign_added", _("新建了群发"))
CAMPAIGN_CHANGED = declare("engagement.campaign_changed", _("修改了群发"))
CAMPAIGN_TESTED = declare("engagement.campaign_tested", _("给自己发了测试邮件"))
CAMPAIGN_OFFERED = declare("engagement.campaign_offered", _("请同事批准群发"))
CAMPAIGN_STARTED = declare("engagement.campaign_started", _("批准并开始了群发"))
CAMPAIGN_MAILED = declare(
    "engagement.campaign_mailed", _("给客户发了群发邮件"), personal=_DETAILS, erase="with_key"
)
UNSUBSCRIBED = declare("engagement.unsubscribed", _("客户退订了邮件"), personal=_CHANGES, erase="with_key")
