"""Which column of a list is which field: guessed from the heading, corrected by the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core.text import fold


@dataclass(frozen=True)
class Target:
    """A field a column may fill. `many`: several columns may fill it (second phone). `headings`: what lists call it."""

    name: str
    label: str | Promise
    headings: tuple[str, ...]
    many: bool = False
    example: str = ""


TARGETS = (
    Target(
        "name",
        _("客户名称"),
        (
            "客户名称",
            "客户",
            "公司名称",
            "公司",
            "企业名称",
            "单位名称",
            "单位",
            "名称",
            "客户全称",
            "全称",
            "姓名",
            "客户姓名",
            "companyname",
            "company",
            "customername",
            "customer",
            "name",
            "account",
            "accountname",
            "fullname",
            "organization",
        ),
        example="上海华信科技有限公司",
    ),
    Target(
        "short_name",
        _("简称"),
        ("简称", "客户简称", "公司简称", "别名", "shortname", "alias"),
        example="华信",
    ),
    Target(
        "number",
        _("客户编号"),
        (
            "客户编号",
            "编号",
            "客户编码",
            "客户号",
            "档案编号",
            "customernumber",
            "customerno",
            "number",
            "code",
        ),
        example="",
    ),
    Target(
        "external_id",
        _("外部编号"),
        ("外部编号", "原编号", "系统编号", "id", "客户id", "customerid", "externalid", "recordid"),
        example="CRM-1001",
    ),
    Target(
        "kind",
        _("客户类型"),
        ("客户类型", "类型", "客户性质", "kind", "type", "customertype"),
        example="企业",
    ),
    Target(
        "uscc",
        _("统一社会信用代码"),
        (
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "税号",
            "纳税人识别号",
            "uscc",
            "taxid",
            "creditcode",
        ),
        example="91350100M000100Y43",
    ),
    Target(
        "id_number",
        _("身份证号"),
        ("身份证号", "身份证", "身份证号码", "证件号", "证件号码", "idnumber", "idcard"),
        example="",
    ),
    Target(
        "stage",
        _("阶段"),
        ("阶段", "客户阶段", "客户状态", "状态", "stage", "status", "lifecyclestage"),
        example="潜在客户",
    ),
    Target(
        "grade", _("等级"), ("等级", "客户等级", "级别", "客户级别", "grade", "level", "rating"), example="A"
    ),
    Target("industry", _("行业"), ("行业", "所属行业", "行业类别", "industry", "sector"), example="金融"),
    Target(
        "region",
        _("地区"),
        ("地区", "省市", "所在地区", "区域", "省份", "城市", "region", "area"),
        example="上海市",
    ),
    Target(
        "address",
        _("地址"),
        (
            "地址",
            "联系地址",
            "公司地址",
            "详细地址",
            "通讯地址",
            "注册地址",
            "address",
            "street",
            "mailingaddress",
            "billingaddress",
        ),
        example="上海市浦东新区世纪大道100号",
    ),
    Target("city", _("城市（并入地址）"), ("city", "所在城市")),
    Target("country", _("国家（并入地址）"), ("country", "国家")),
    Target("postal_code", _("邮编"), ("邮编", "邮政编码", "postalcode", "zip", "zipcode")),
    Target(
        "source",
        _("来源渠道"),
        ("来源", "来源渠道", "客户来源", "渠道", "source", "channel", "leadsource"),
        example="展会",
    ),
    Target(
        "owner",
        _("负责人"),
        (
            "负责人",
            "业务员",
            "销售",
            "销售员",
            "客户经理",
            "跟进人",
            "owner",
            "salesperson",
            "accountmanager",
        ),
        example="sales@example.com",
    ),
    Target("department", _("部门"), ("部门", "所属部门", "department", "team"), example="华东销售部"),
    Target("tags", _("标签"), ("标签", "客户标签", "tags", "tag", "labels"), example="VIP客户;重点"),
    Target(
        "cooperation_start",
        _("合作开始"),
        ("合作开始", "合作开始日期", "合作日期", "签约日期", "开户日期", "since", "startdate"),
        example="2023-10-01",
    ),
    Target(
        "note",
        _("备注"),
        ("备注", "说明", "描述", "note", "notes", "remark", "remarks", "description", "comment"),
        example="",
    ),
    Target("gender", _("性别"), ("性别", "gender", "sex")),
    Target("birth_date", _("出生日期"), ("出生日期", "生日", "birthdate", "birthday", "dateofbirth")),
    Target(
        "mobile",
        _("手机"),
        ("手机", "手机号", "手机号码", "移动电话", "联系手机", "mobile", "mobilephone", "cellphone", "cell"),
        many=True,
        example="13812345678",
    ),
    Target(
        "landline",
        _("座机"),
        (
            "座机",
            "固定电话",
            "固话",
            "办公电话",
            "公司电话",
            "电话",
            "联系电话",
            "telephone",
            "tel",
            "phone",
            "phonenumber",
            "officephone",
            "workphone",
            "businessphone",
        ),
        many=True,
        example="021-55551234",
    ),
    Target(
        "email",
        _("邮箱"),
        ("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "mail", "emailaddress"),
        many=True,
        example="li@example.com",
    ),
    Target("wechat", _("微信"), ("微信", "微信号", "wechat", "weixin"), many=True),
    Target("qq", "QQ", ("qq", "qq号"), many=True),
    Target("fax", _("传真"), ("传真", "传真号", "fax", "faxnumber"), many=True),
    Target(
        "website", _("网址"), ("网址", "网站", "官网", "主页", "website", "web", "url", "homepage"), many=True
    ),
    Target(
        "contact_name",
        _("联系人"),
        ("联系人", "联系人姓名", "主要联系人", "contact", "contactname", "contactperson"),
        example="李明",
    ),
    Target(
        "contact_title",
        _("联系人职务"),
        ("联系人职务", "职务", "职位", "岗位", "contacttitle", "title", "jobtitle", "position"),
        example="采购经理",
    ),
)
BY_NAME = {target.name: target for target in TARGETS}
_PLAIN = re.compile(r"[\s_\-:：*（）()\[\]【】./、]+|必填|选填")
_BY_HEADING = {heading: target.name for target in TARGETS for heading in target.headings}


def guess(headings: Sequence[str], custom: dict[str, str] | None = None) -> list[str]:
    """The target of each heading, "" where none fits. `custom`: heading → target of the organisation's own fields.

    An exact (folded) heading wins over one that ends with a known word; a target that takes one column
    goes to the first that claims it.
    """
    own = {plain(heading): target for heading, target in (custom or {}).items()}
    found = [own.get(plain(h)) or _BY_HEADING.get(plain(h)) or "" for h in headings]
    taken = {target for target in found if target}
    for index, heading in enumerate(headings):
        if not found[index] and (near := _near(plain(heading))) and _is_free(near, taken):
            found[index] = near
            taken.add(near)
    return _without_repeats(found)


def plain(heading: str) -> str:
    """A heading without spaces, signs and "required" marks, folded."""
    return _PLAIN.sub("", fold(heading))


def number_of(heading: str) -> int:
    """2 for 手机2 or "Phone 2": such columns are further contact points."""
    digits = re.search(r"(\d+)\s*$", heading)
    return int(digits[1]) if digits else 1


def _near(heading: str) -> str:
    bare = re.sub(r"\d+$", "", heading)
    if bare in _BY_HEADING:
        return _BY_HEADING[bare]
    endings = [known for known in _BY_HEADING if len(known) >= 2 and bare.endswith(known)]
    return _BY_HEADING[max(endings, key=len)] if endings else ""


def _is_free(target: str, taken: set[str]) -> bool:
    return target not in taken or BY_NAME[target].many


def _without_repeats(found: list[str]) -> list[str]:
    seen: set[str] = set()
    kept = []
    for target in found:
        is_repeat = target in seen and not (target in BY_NAME and BY_NAME[target].many)
        kept.append("" if is_repeat else target)
        seen.add(target)
    return kept
