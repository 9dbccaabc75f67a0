"""Reading one's own notices is one's own business; what was mailed in the house's name is not."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

READ = declare("notify.read", _("把通知标为已读"), nature="access")
MAILED = declare("notify.mailed", _("发出了邮件"), nature="access")
MAIL_FAILED = declare("notify.mail_failed", _("未能发出邮件"), nature="access")
