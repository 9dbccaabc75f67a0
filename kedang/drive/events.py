"""What the drive tells the ledger; files come and go by the events of documents and folders."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

PASSWORD_MADE = declare(
    "drive.password_made",
    _("生成了应用密码"),
    nature="security",
    erase="audit_key",
    personal=("details",),
)
PASSWORD_ENDED = declare(
    "drive.password_ended", _("停用了应用密码"), nature="security", erase="audit_key", personal=("details",)
)
SIGN_IN_FAILED = declare(
    "drive.sign_in_failed",
    _("用应用密码登录失败"),
    nature="security",
    erase="audit_key",
    personal=("details",),
)
SWITCHED = declare("drive.switched", _("开关了网络驱动器"), nature="security")
BROWSED = declare("drive.browsed", _("在网络驱动器中查看了客户的文件夹"), nature="access")
LOCKED = declare("drive.locked", _("经网络驱动器签出了文档"))
FOLDER_LOCKED = declare("drive.folder_locked", _("经网络驱动器锁定了文件夹"))
UNLOCKED = declare("drive.unlocked", _("经网络驱动器签入了文档"))
FOLDER_UNLOCKED = declare("drive.folder_unlocked", _("经网络驱动器解锁了文件夹"))
RENAMED = declare(
    "drive.renamed",
    _("修改了文档在网络驱动器中的名称"),
    erase="with_key",
    personal=("changes", "details"),
)
MARKED = declare("drive.marked", _("经网络驱动器写入了附加属性"))
