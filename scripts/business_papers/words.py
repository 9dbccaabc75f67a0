"""What invented papers are made of: words, and a dice that throws names, codes, days and amounts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from stdnum.cn import ric, uscc

CITIES = ["上海", "杭州", "苏州", "深圳", "广州", "成都", "武汉", "南京", "青岛", "厦门", "长沙", "西安"]
_WORDS = [
    "永丰",
    "华信",
    "联创",
    "恒泰",
    "瑞康",
    "德盛",
    "中科",
    "金桥",
    "博远",
    "新锐",
    "宏图",
    "百川",
    "天启",
    "嘉禾",
    "利安",
    "正阳",
    "启明",
    "东方",
    "海纳",
    "鼎新",
]
_TRADES = [
    "精密机械",
    "网络科技",
    "医疗器械",
    "商贸",
    "物流",
    "教育咨询",
    "食品",
    "电子",
    "新材料",
    "建筑工程",
    "文化传播",
    "环保设备",
]
_ENDINGS = ["有限公司", "股份有限公司", "有限责任公司"]
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = [
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀英",
    "霞",
    "平",
    "建国",
    "志强",
    "晓东",
    "雨桐",
    "子涵",
]
GOODS = [
    "数控车床",
    "客服外包服务",
    "档案整理服务",
    "服务器",
    "输液泵",
    "办公家具",
    "包装材料",
    "培训课程",
    "软件许可",
    "检测设备",
]
CLAUSES = (
    "三、付款方式：甲方于本合同生效后十个工作日内支付百分之三十作为预付款。",
    "四、交付与验收：乙方交付后甲方应在五个工作日内完成验收。",
    "五、保密：双方对合作中知悉的对方商业秘密负有保密义务。",
    "六、违约责任：逾期一日按未履行部分的万分之五支付违约金。",
    "七、争议解决：协商不成的，提交原告所在地人民法院诉讼解决。",
    "八、本合同一式两份，双方各执一份，自双方盖章之日起生效。",
)
# Pairs that scanners mix up.
MISREADINGS = {
    "日": "曰",
    "未": "末",
    "己": "已",
    "人": "入",
    "大": "太",
    "土": "士",
    "合": "台",
    "同": "问",
    "甲": "申",
    "方": "万",
    "签": "笺",
    "期": "朗",
    "公": "厶",
    "司": "同",
    "元": "无",
    "额": "颔",
    "有": "冇",
    "限": "眼",
    "票": "栗",
    "务": "各",
}


@dataclass(frozen=True)
class Sample:
    """A paper, its type's code, and the values that a perfect reader would find."""

    code: str
    layout: str
    text: str
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    scanned: bool = False

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]


class Dice(random.Random):
    """What papers are made of."""

    def company(self) -> str:
        place = self.choice(CITIES) if self.random() < 0.8 else ""
        branch = f"{self.choice(CITIES)}分公司" if self.random() < 0.06 else ""
        inner = f"({self.choice(CITIES)})" if self.random() < 0.08 else ""
        return f"{place}{self.choice(_WORDS)}{inner}{self.choice(_TRADES)}{self.choice(_ENDINGS)}{branch}"

    def person(self) -> str:
        return self.choice(_SURNAMES) + self.choice(_GIVEN)

    def code(self) -> str:
        start = f"91{self.choice(('310115', '330106', '440305', '320594', '510104'))}{self._letters(9)}"
        return start + uscc.calc_check_digit(start)

    def identity(self) -> str:
        born = date(1960, 1, 1) + timedelta(days=self.randrange(16_000))
        start = f"{self.choice(('310115', '330106', '440305'))}{born:%Y%m%d}{self.randrange(100, 999)}"
        return start + ric.calc_check_digit(start + "0")

    def day(self) -> date:
        return date(2021, 1, 1) + timedelta(days=self.randrange(1900))

    def amount(self) -> Decimal:
        whole = self.choice(
            (self.randrange(500, 9_999), self.randrange(10_000, 999_999), self.randrange(1, 300) * 10_000)
        )
        return Decimal(whole) + (Decimal(self.randrange(100)) / 100 if self.random() < 0.5 else 0)

    def digits(self, count: int) -> str:
        return str(self.randrange(1, 10)) + "".join(str(self.randrange(10)) for _ in range(count - 1))

    def number(self, sign: str) -> str:
        year, serial = self.randrange(2021, 2027), self.randrange(1, 9999)
        return self.choice(
            (f"{sign}-{year}-{serial:04d}", f"{sign}{year}{serial:05d}", f"({year}){sign}字第{serial:03d}号")
        )

    def written(self, day: date) -> str:
        return self.choice(
            (
                f"{day.year}年{day.month}月{day.day}日",
                f"{day:%Y-%m-%d}",
                f"{day:%Y/%m/%d}",
                f"{day:%Y年%m月%d日}",
                f"{day:%Y.%m.%d}",
            )
        )

    def money(self, amount: Decimal) -> str:
        return self.choice(
            (
                f"¥{amount:,.2f}",
                f"￥{amount:.2f}",
                f"人民币{amount:,.2f}元",
                f"{amount:,.2f}元",
                f"RMB {amount:,.2f}",
            )
        )

    def colon(self) -> str:
        return self.choice(("：", ":", "： "))

    def _letters(self, count: int) -> str:
        return "".join(self.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(count))
