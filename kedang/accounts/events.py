"""What sign-in, set-up and the administration of people tell the ledger."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

SIGNED_IN = declare(
    "accounts.signed_in", _("登录了系统"), nature="security", erase="audit_key", personal=("details",)
)
SIGNED_OUT = declare("accounts.signed_out", _("退出了系统"), nature="security")
SIGN_IN_FAILED = declare(
    "accounts.sign_in_failed", _("登录失败"), nature="security", erase="audit_key", personal=("details",)
)
LOCKED = declare(
    "accounts.locked",
    _("因连续登录失败被暂时锁定"),
    nature="security",
    erase="audit_key",
    personal=("details",),
)
REAUTHENTICATED = declare("accounts.reauthenticated", _("再次验证了身份"), nature="security")
FACTOR_FAILED = declare("accounts.factor_failed", _("第二因素验证失败"), nature="security")
FACTOR_ADDED = declare("accounts.factor_added", _("启用了第二因素"), nature="security")
FACTOR_REMOVED = declare("accounts.factor_removed", _("移除了第二因素"), nature="security")
RECOVERY_CODES_MADE = declare("accounts.recovery_codes_made", _("生成了恢复代码"), nature="security")
PASSWORD_CHANGED = declare("accounts.password_changed", _("修改了自己的密码"), nature="security")
LINK_MADE = declare("accounts.link_made", _("生成了一次性登录链接"), nature="security")
LINK_USED = declare("accounts.link_used", _("用一次性链接设置了密码"), nature="security")
SESSION_REVOKED = declare(
    "accounts.session_revoked",
    _("结束了登录会话"),
    nature="security",
    erase="audit_key",
    personal=("details",),
)

FOUNDED = declare("accounts.founded", _("建立了本单位的档案系统"), erase="audit_key", personal=("details",))
PROFILE_CHOSEN = declare("accounts.profile_chosen", _("选择了安全要求"), nature="security")
PRESET_CHOSEN = declare("accounts.preset_chosen", _("选用了行业预设"))
SET_UP = declare("accounts.set_up", _("完成了初始设置"))
ORGANISATION_CHANGED = declare("accounts.organisation_changed", _("修改了单位资料"))
DECLARED_SMALL = declare(
    "accounts.declared_small", _("声明本单位为小型单位，可一人兼任三员"), nature="security"
)
START_MODE_ENDED = declare("accounts.start_mode_ended", _("结束了启动模式"), nature="security")

PERSON_ADDED = declare(
    "accounts.person_added", _("添加了人员"), erase="audit_key", personal=("changes", "details")
)
PERSON_CHANGED = declare(
    "accounts.person_changed", _("修改了人员资料"), erase="audit_key", personal=("changes", "details")
)
PERSON_SUSPENDED = declare("accounts.person_suspended", _("停用了人员"), nature="security")
PERSON_RESUMED = declare("accounts.person_resumed", _("恢复了人员"), nature="security")
FACTORS_RESET = declare("accounts.factors_reset", _("清除了人员的第二因素"), nature="security")
OWN_PROFILE_CHANGED = declare(
    "accounts.own_profile_changed", _("修改了自己的资料"), erase="audit_key", personal=("changes", "details")
)

DEPARTMENT_ADDED = declare("accounts.department_added", _("添加了部门"))
DEPARTMENT_RENAMED = declare("accounts.department_renamed", _("修改了部门"))
DEPARTMENT_MOVED = declare("accounts.department_moved", _("移动了部门"))
DEPARTMENT_CLOSED = declare("accounts.department_closed", _("撤销了部门"))

LEDGER_OPENED = declare(
    "accounts.ledger_opened", _("查看了台账"), nature="access", erase="audit_key", personal=("details",)
)
RIGHTS_EXPLAINED = declare("accounts.rights_explained", _("查询了权限依据"), nature="access")

POST_ADDED = declare("accounts.post_added", _("添加了岗位"))
POST_CHANGED = declare("accounts.post_changed", _("修改了岗位权限"))
POST_REMOVED = declare("accounts.post_removed", _("删除了岗位"))
POST_GIVEN = declare("accounts.post_given", _("任命了岗位"))
POST_ENDED = declare("accounts.post_ended", _("解除了岗位"))
