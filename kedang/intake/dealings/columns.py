"""Which column of a list of dealings is which field: guessed from the heading, corrected by the person."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.intake.columns import Target, plain
from kedang.intake.models import DealingImport


def _target(name: str, label: str | Promise, headings: str, example: str = "") -> Target:
    return Target(name, label, tuple(headings.split()), example=example)


_CUSTOMER = (
    _target(
        "number",
        _("客户编号"),
        "客户编号 客户编码 客户号 档案编号 customernumber customerno customercode",
        "KH-2026-0001",
    ),
    _target(
        "external_id",
        _("客户外部编号"),
        "客户外部编号 原客户编号 客户id customerid accountid externalid",
        "CRM-1001",
    ),
    _target(
        "name",
        _("客户名称"),
        "客户名称 客户 公司名称 公司 企业名称 单位名称 单位 购买方 买方 customer customername company "
        "companyname account accountname client buyer",
        "上海华信科技有限公司",
    ),
)
_ORIGIN = (
    _target(
        "author",
        _("经手人"),
        "经手人 业务员 销售 销售员 负责人 跟进人 记录人 创建人 owner salesperson author createdby user",
        "李明",
    ),
    _target(
        "record_id",
        _("记录编号"),
        "记录编号 编号 单号 订单号 订单编号 流水号 id recordid orderid orderno ordernumber invoiceno "
        "activityid",
        "SO-1001",
    ),
    _target(
        "note",
        _("备注"),
        "备注 说明 remark remarks note notes comment memo",
    ),
)
_PURCHASE = (
    _target(
        "bought_on",
        _("日期"),
        "日期 购买日期 订单日期 成交日期 下单日期 开票日期 签约日期 销售日期 date orderdate "
        "purchasedate invoicedate closedate transactiondate",
        "2026-05-03",
    ),
    _target(
        "item",
        _("产品或服务"),
        "产品或服务 产品 产品名称 商品 商品名称 服务 项目名称 品名 货物名称 item product productname "
        "service description sku",
        "年度服务",
    ),
    _target(
        "quantity",
        _("数量"),
        "数量 件数 quantity qty units",
        "3",
    ),
    _target(
        "unit",
        _("单位"),
        "单位（计量） 计量单位 单位名 unit uom",
        "套",
    ),
    _target(
        "amount",
        _("金额"),
        "金额 总金额 合计 成交金额 订单金额 含税金额 价税合计 销售额 amount total totalamount amt "
        "price sum revenue value",
        "12000.00",
    ),
    _target(
        "currency",
        _("币种"),
        "币种 货币 currency cur",
        "CNY",
    ),
)
_INTERACTION = (
    _target(
        "at",
        _("时间"),
        "时间 沟通时间 联系时间 拜访时间 跟进时间 日期 沟通日期 联系日期 创建时间 time date datetime "
        "when at activitydate createdat",
        "2026-05-03 14:05",
    ),
    _target(
        "channel",
        _("渠道"),
        "渠道 方式 沟通方式 联系方式 跟进方式 类型 沟通类型 channel type method activitytype medium",
        "电话",
    ),
    _target(
        "direction",
        _("方向"),
        "方向 呼叫方向 direction",
        "我方发起",
    ),
    _target(
        "people",
        _("参与人"),
        "参与人 联系人 对方 对方联系人 客户联系人 contact contacts contactname people attendees with",
        "王芳、刘总",
    ),
    _target(
        "text",
        _("内容"),
        "内容 沟通内容 跟进内容 拜访内容 记录 跟进记录 沟通记录 摘要 主题 content text summary body "
        "details description subject message",
        "谈了年度框架，下周给报价",
    ),
    _target(
        "step",
        _("下一步"),
        "下一步 下步计划 下次计划 后续 待办 nextstep nextaction todo",
        "发报价单",
    ),
    _target(
        "step_due",
        _("下次时间"),
        "下次时间 下次联系时间 下次跟进时间 下次联系 nextdate followupdate duedate",
        "2026-05-10",
    ),
)
_OF_KIND = {
    DealingImport.Kind.PURCHASES: (*_CUSTOMER, *_PURCHASE, *_ORIGIN),
    DealingImport.Kind.INTERACTIONS: (*_CUSTOMER, *_INTERACTION, *(one for one in _ORIGIN if one.name != "note")),
}  # fmt: skip
CUSTOMER_TARGETS = tuple(one.name for one in _CUSTOMER)
NEEDED = {
    DealingImport.Kind.PURCHASES: ("bought_on", "item", "amount"),
    DealingImport.Kind.INTERACTIONS: ("at", "text"),
}


def targets_of(kind: str) -> tuple[Target, ...]:
    return _OF_KIND[DealingImport.Kind(kind)]


def by_name(kind: str) -> dict[str, Target]:
    return {target.name: target for target in targets_of(kind)}


def guess(kind: str, headings: Sequence[str]) -> list[str]:
    """The target of each heading, "" where none fits: whole headings first, then those that end with a known word."""
    known = {plain(heading): target.name for target in targets_of(kind) for heading in target.headings}
    found = ["" for _heading in headings]
    taken: set[str] = set()
    for is_near in (False, True):
        for at, heading in enumerate(headings):
            target = _near(known, plain(heading)) if is_near else known.get(plain(heading), "")
            if not found[at] and target and target not in taken:
                found[at] = target
                taken.add(target)
    return found


def _near(known: dict[str, str], heading: str) -> str:
    endings = [word for word in known if len(word) >= 2 and heading.endswith(word)]
    return known[max(endings, key=len)] if endings else ""
