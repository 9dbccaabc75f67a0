"""What happens with links for customers and what they ask for. Their words die with their key."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

_DETAILS = ("details",)
_BOTH = ("changes", "details")

LINK_MADE = declare("portal.link_made", _("给客户发了自助链接"), personal=_DETAILS, erase="with_key")
LINK_WITHDRAWN = declare("portal.link_withdrawn", _("撤回了自助链接"), personal=_DETAILS, erase="with_key")
CODE_MADE = declare("portal.code_made", _("取得了自助页验证码"), personal=_DETAILS, erase="with_key")
CODE_MAILED = declare("portal.code_mailed", _("客户要求发送验证码"), personal=_DETAILS, erase="with_key")
ENTERED = declare("portal.entered", _("客户进入了自助页"), personal=_DETAILS, erase="with_key")
WRONG_CODE = declare("portal.wrong_code", _("客户输错了验证码"), personal=_DETAILS, erase="with_key")
LOCKED = declare("portal.locked", _("验证码多次错误，自助链接已锁定"), personal=_DETAILS, erase="with_key")
LEFT = declare("portal.left", _("客户退出了自助页"), personal=_DETAILS, erase="with_key")
REQUESTED = declare("portal.requested", _("客户提出了申请"), personal=_BOTH, erase="with_key")
APPROVED = declare("portal.approved", _("采纳了客户的申请"), personal=_BOTH, erase="with_key")
REJECTED = declare("portal.rejected", _("没有采纳客户的申请"), personal=_BOTH, erase="with_key")
FILE_READ = declare(
    "portal.file_read", _("下载了客户提交的文件"), personal=_DETAILS, erase="with_key", nature="access"
)
COMPLAINED = declare("portal.complained", _("客户在自助页提出了反馈"), personal=_DETAILS, erase="with_key")
WITHDREW = declare("portal.permission_withdrawn", _("客户撤回了联系许可"), personal=_BOTH, erase="with_key")
