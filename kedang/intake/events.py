from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

UPLOADED = declare("intake.list_uploaded", _("上传了客户列表"), erase="audit_key", personal=("details",))
MAPPED = declare("intake.list_mapped", _("设定了导入方式"))
IMPORTED = declare("intake.customers_imported", _("开始导入客户"))
DISCARDED = declare("intake.list_discarded", _("放弃了一次导入"))
PROBLEMS_DOWNLOADED = declare("intake.problems_downloaded", _("下载了导入结果文件"), nature="access")
