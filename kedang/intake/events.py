from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

UPLOADED = declare("intake.list_uploaded", _("上传了客户列表"), erase="audit_key", personal=("details",))
MAPPED = declare("intake.list_mapped", _("设定了导入方式"))
DISCARDED = declare("intake.list_discarded", _("放弃了一次导入"))
PROBLEMS_DOWNLOADED = declare("intake.problems_downloaded", _("下载了导入结果文件"), nature="access")

DEALINGS_UPLOADED = declare(
    "intake.dealings_uploaded", _("上传了往来记录列表"), erase="audit_key", personal=("details",)
)
DEALINGS_MAPPED = declare("intake.dealings_mapped", _("设定了往来记录列表的列"))
DEALINGS_DISCARDED = declare("intake.dealings_discarded", _("放弃了往来记录的导入"))

FOLDER_RECEIVED = declare(
    "intake.folder_received", _("接收了一个文件夹"), erase="audit_key", personal=("details",)
)
FOLDER_FILE_TAKEN = declare(
    "intake.folder_file_taken", _("向文件夹导入加了一个文件"), erase="audit_key", personal=("details",)
)
FOLDER_PLACED = declare("intake.folder_placed", _("设定了文件夹的路径规则"))
LABEL_DECIDED = declare("intake.label_decided", _("决定了文件夹归入哪个客户"))
FOLDER_DISCARDED = declare("intake.folder_discarded", _("放弃了一次文件夹导入"))
