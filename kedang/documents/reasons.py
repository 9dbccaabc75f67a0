"""Why a file was not read or cannot be shown, in words; the keys come from the limited worker."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "damaged": _("文件已损坏，或内容与格式不符。"),
    "crashed": _("读取这个文件时解析程序出错。"),
    "content_lost": _("加密内容缺失或被改动，请从备份恢复。"),
    "password": _("文件有密码保护。输入一次密码即可识读和预览。"),
    "wrong_password": _("密码不对。"),
    "unknown_encryption": _("压缩包的加密方式不支持，请解压后上传里面的文件。"),
    "unfolds_too_big": _("压缩内容展开后过大，已停止读取。"),
    "too_many_pixels": _("图片像素过多，已停止读取。"),
    "memory": _("读取需要的内存过多，已停止。"),
    "enclosed_too_deep": _("嵌套过深，里面的文件没有读取。"),
    "file_too_big": _("文件过大，不读取文字，可以下载。"),
    "given_up": _("多次尝试后仍未读成。文件已原样保存，可以重试；仍不成功请联系系统管理员。"),
    "took_too_long": _("读取超时，可以重试。"),
    "no_text_layer": _("扫描件或图片，没有可检索的文字。"),
    "ocr_off": _("扫描页没有识别文字：文字识别已在设置中关闭（KEDANG_OCR）。"),
    "ocr_absent": _(
        "扫描页没有识别文字：服务器没有安装文字识别（kedang[ocr]）。请系统管理员安装后重新识读。"
    ),
    "pages_failed": _("有些页没能识别出文字，其余的已可检索。可以重新识读。"),
    "no_text_found": _("图片里没有找到文字。"),
    "no_text": _("文件里没有文字。"),
    "archive": _("压缩包不读取内容，请解压后上传里面的文件。"),
    "old_office": _(
        "旧版 Office 格式。请另存为新格式（docx、xlsx、pptx）后上传，或请系统管理员在服务器上安装 LibreOffice 后重新识读。"
    ),
    "unknown_format": _("不认识这种格式，文件已原样保存。"),
    "no_preview": _("这种格式不能预览。"),
    "no_such_page": _("没有这一页。"),
    "not_a_list": _("这不是表格。"),
    "no_rows": _("表格里没有内容。"),
}


def reason_of(key: str) -> str:
    return str(REASONS.get(key, REASONS["no_preview"])) if key else ""
