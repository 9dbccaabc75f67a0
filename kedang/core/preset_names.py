"""Names an organisation starts with, in the reader's language as long as nobody renamed them.

They are stored as shipped, in Chinese: what people name themselves is shown as it is.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import override
from django.utils.translation import pgettext as translated


def pgettext(context: str, name: str) -> str:
    """Marks a shipped name for the catalogue."""
    return name


# Posts and what they are for, folders, document types, record templates, their fields and choices, dimensions, tags.
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
        pgettext("preset", "在读学员"),
        pgettext("preset", "结业学员"),
        pgettext("preset", "合作院校"),
        pgettext("preset", "学员"),
        pgettext("preset", "报名日期"),
        pgettext("preset", "课程"),
        pgettext("preset", "学费"),
        pgettext("preset", "到期日期"),
        pgettext("preset", "学期"),
        pgettext("preset", "高净值"),
        pgettext("preset", "机构客户"),
        pgettext("preset", "风险关注"),
        pgettext("preset", "完成日期"),
        pgettext("preset", "结论"),
        pgettext("preset", "风险等级"),
        pgettext("preset", "查询日期"),
        pgettext("preset", "担保人"),
        pgettext("preset", "担保金额"),
        pgettext("preset", "合同编号"),
        pgettext("preset", "金额"),
        pgettext("preset", "签订日期"),
        pgettext("preset", "生效日期"),
        pgettext("preset", "甲方"),
        pgettext("preset", "乙方"),
        pgettext("preset", "报价单号"),
        pgettext("preset", "有效期至"),
        pgettext("preset", "发票号码"),
        pgettext("preset", "价税合计"),
        pgettext("preset", "开票日期"),
        pgettext("preset", "发票种类"),
        pgettext("preset", "增值税专用发票"),
        pgettext("preset", "增值税普通发票"),
        pgettext("preset", "电子发票"),
        pgettext("preset", "其他"),
        pgettext("preset", "主题"),
        pgettext("preset", "发件人"),
        pgettext("preset", "收件人"),
        pgettext("preset", "渠道"),
        pgettext("preset", "参与人"),
        pgettext("preset", "方式"),
        pgettext("preset", "会议日期"),
        pgettext("preset", "地点"),
        pgettext("preset", "参会人"),
        pgettext("preset", "事项"),
        pgettext("preset", "处理结果"),
        pgettext("preset", "统一社会信用代码"),
        pgettext("preset", "法定代表人"),
        pgettext("preset", "持有人"),
        pgettext("preset", "证书编号"),
        pgettext("preset", "被授权人"),
        pgettext("preset", "长期协议"),
        pgettext("preset", "样品阶段"),
        pgettext("preset", "订单号"),
        pgettext("preset", "交货日期"),
        pgettext("preset", "送货日期"),
        pgettext("preset", "图号"),
        pgettext("preset", "版次"),
        pgettext("preset", "报告编号"),
        pgettext("preset", "合格"),
        pgettext("preset", "不合格"),
        pgettext("preset", "让步接收"),
        pgettext("preset", "三级医院"),
        pgettext("preset", "基层医疗"),
        pgettext("preset", "经销商"),
        pgettext("preset", "登记号"),
        pgettext("preset", "注册证编号"),
        pgettext("preset", "许可证编号"),
        pgettext("preset", "发生日期"),
        pgettext("preset", "产品"),
        pgettext("preset", "日期"),
        pgettext("preset", "年度服务"),
        pgettext("preset", "项目制"),
        pgettext("preset", "续约期"),
        pgettext("preset", "报价"),
        pgettext("preset", "验收日期"),
        pgettext("preset", "通过"),
        pgettext("preset", "整改后通过"),
        pgettext("preset", "不通过"),
        pgettext("preset", "批发商"),
        pgettext("preset", "零售商"),
        pgettext("preset", "海外客户"),
        pgettext("preset", "报关单号"),
        pgettext("preset", "申报日期"),
        pgettext("preset", "提单号"),
        pgettext("preset", "期间"),
        pgettext("preset", "行业背景"),
        pgettext("preset", "合作需求"),
        pgettext("preset", "财务状况"),
        pgettext("preset", "偏好与兴趣"),
        pgettext("preset", "特殊要求"),
        pgettext("preset", "风险评级"),
        pgettext("preset", "低"),
        pgettext("preset", "中"),
        pgettext("preset", "高"),
        pgettext("preset", "机构等级"),
        pgettext("preset", "三级"),
        pgettext("preset", "二级"),
        pgettext("preset", "一级"),
        pgettext("preset", "未定级"),
        pgettext("preset", "主要产品"),
        pgettext("preset", "年采购额"),
        pgettext("preset", "在校人数"),
        pgettext("preset", "客户类型"),
        pgettext("preset", "行业"),
        pgettext("preset", "地区"),
        pgettext("preset", "客户阶段"),
        pgettext("preset", "客户价值"),
        pgettext("preset", "不含税金额"),
        pgettext("preset", "企业名称"),
        pgettext("preset", "会议决议"),
        pgettext("preset", "发票代码"),
        pgettext("preset", "成立日期"),
        pgettext("preset", "报价日期"),
        pgettext("preset", "校验码"),
        pgettext("preset", "注册资本"),
        pgettext("preset", "税额"),
        pgettext("preset", "证件号码"),
        pgettext("preset", "购买方"),
        pgettext("preset", "购买方税号"),
        pgettext("preset", "销售方"),
        pgettext("preset", "销售方税号"),
        pgettext("preset", "维护自己的客户：联系方式、沟通和文档立即生效，其他资料经申请"),
        pgettext("preset", "维护范围内全部客户"),
        pgettext("preset", "管理本部门及下级的客户与人员分配"),
        pgettext("preset", "整理全部客户的文档、文件夹、模板与编号"),
        pgettext("preset", "查看全部客户资料与台账，监督个人信息处理"),
        pgettext("preset", "查看台账；不授权、不改资料"),
        pgettext("preset", "人员、部门与系统设置；不看客户资料，不看台账"),
        pgettext("preset", "岗位、权限与授权；不看客户资料，不看台账"),
        pgettext("preset", "查看全部，最高密级，少做修改"),
    )
)


def shown(name: str) -> str:
    """`name` as a reader of the present language would call it, when it is one of ours."""
    return translated("preset", name) if name in SHIPPED else name


def shown_path(path: str) -> str:
    """Each part of a folder's path."""
    return "/".join(shown(part) for part in path.split("/"))


def words(name: str) -> tuple[str, ...]:
    """`name` in the reader's language, as it is stored, in English."""
    if name not in SHIPPED:
        return (name,)
    with override("en"):
        english = translated("preset", name)
    return tuple(dict.fromkeys((shown(name), name, english)))


def meant(word: str) -> tuple[str, ...]:
    """What somebody may mean who writes `word`: it itself, and the shipped names it is the English of."""
    return (word, *_by_english().get(word.strip().lower(), ()))


def beginning(typed: str) -> tuple[str, ...]:
    """The shipped names whose English holds what was typed so far."""
    sought = typed.strip().lower()
    found = (names for english, names in _by_english().items() if sought and sought in english)
    return tuple(name for names in found for name in names)


@lru_cache(maxsize=1)
def _by_english() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with override("en"):
        for name in sorted(SHIPPED):
            english = translated("preset", name).lower()
            found[english] = (*found.get(english, ()), name)
    return found
