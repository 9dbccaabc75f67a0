"""Names an organisation starts with, in the reader's language as long as nobody renamed them.

They are stored as shipped, in Chinese: what people name themselves is shown as it is.
"""

from __future__ import annotations

from django.utils.translation import pgettext as translated


def pgettext(context: str, name: str) -> str:
    """Marks a shipped name for the catalogue."""
    return name


# Posts, folders, document types, templates and tags of the presets.
SHIPPED = frozenset(
    (
        pgettext("preset", "不良事件"),
        pgettext("preset", "不良事件报告"),
        pgettext("preset", "专业服务"),
        pgettext("preset", "交付成果"),
        pgettext("preset", "会议纪要"),
        pgettext("preset", "制造"),
        pgettext("preset", "医疗"),
        pgettext("preset", "医疗器械注册证"),
        pgettext("preset", "医疗机构执业许可证"),
        pgettext("preset", "发票"),
        pgettext("preset", "合同"),
        pgettext("preset", "商贸"),
        pgettext("preset", "图纸"),
        pgettext("preset", "培训与随访"),
        pgettext("preset", "培训随访记录"),
        pgettext("preset", "学习记录"),
        pgettext("preset", "客户信息"),
        pgettext("preset", "客户反馈"),
        pgettext("preset", "对账单"),
        pgettext("preset", "尽职调查"),
        pgettext("preset", "尽职调查报告"),
        pgettext("preset", "市场调研"),
        pgettext("preset", "市场调研报告"),
        pgettext("preset", "征信报告"),
        pgettext("preset", "成绩单"),
        pgettext("preset", "报价单"),
        pgettext("preset", "报关与运输"),
        pgettext("preset", "报关单"),
        pgettext("preset", "报名材料"),
        pgettext("preset", "报名表"),
        pgettext("preset", "担保文件"),
        pgettext("preset", "授信资料"),
        pgettext("preset", "授权委托书"),
        pgettext("preset", "提单"),
        pgettext("preset", "教育"),
        pgettext("preset", "方案与立项"),
        pgettext("preset", "服务方案"),
        pgettext("preset", "检验报告"),
        pgettext("preset", "沟通记录"),
        pgettext("preset", "竞争对手分析"),
        pgettext("preset", "经营许可证"),
        pgettext("preset", "考勤记录"),
        pgettext("preset", "聊天记录"),
        pgettext("preset", "营业执照"),
        pgettext("preset", "营销资料"),
        pgettext("preset", "装箱单"),
        pgettext("preset", "订单"),
        pgettext("preset", "课程协议"),
        pgettext("preset", "质量文件"),
        pgettext("preset", "资质证书"),
        pgettext("preset", "资质证照"),
        pgettext("preset", "身份证件"),
        pgettext("preset", "送货单"),
        pgettext("preset", "通用"),
        pgettext("preset", "邮件"),
        pgettext("preset", "采购订单"),
        pgettext("preset", "金融"),
        pgettext("preset", "销售资料"),
        pgettext("preset", "项目"),
        pgettext("preset", "待整理"),
        pgettext("preset", "风险评估"),
        pgettext("preset", "风险评估报告"),
        pgettext("preset", "验收"),
        pgettext("preset", "验收报告"),
        pgettext("preset", "销售"),
        pgettext("preset", "客服"),
        pgettext("preset", "部门主管"),
        pgettext("preset", "档案员"),
        pgettext("preset", "个人信息保护负责人"),
        pgettext("preset", "审计员"),
        pgettext("preset", "系统管理员"),
        pgettext("preset", "安全管理员"),
        pgettext("preset", "管理层"),
        pgettext("preset", "企业"),
        pgettext("preset", "个人"),
        pgettext("preset", "企业（金融）"),
        pgettext("preset", "企业（医疗）"),
        pgettext("preset", "企业（制造）"),
        pgettext("preset", "企业（教育）"),
        pgettext("preset", "VIP客户"),
        pgettext("preset", "普通客户"),
        pgettext("preset", "潜在客户"),
    )
)


def shown(name: str) -> str:
    """`name` as a reader of the present language would call it, when it is one of ours."""
    return translated("preset", name) if name in SHIPPED else name
