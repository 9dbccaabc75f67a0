"""Rules by which papers of the preset types are known from the first day on: scores, with the words that gave them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kedang.understanding.papers.words import even

_HEAD = 700
_TITLE_LINES = 10
_TITLE_LENGTH = 32
_IN_TITLE, _IN_NAME, _IN_FOLDER, _BY_FORMAT = 3.6, 2.6, 1.6, 4.0
# (words, weight, only in the head): each counts once.
_SIGNS: dict[str, tuple[tuple[str, float, bool], ...]] = {
    "contract": (
        (r"合\s*同\s*(?:编\s*号|号)|协议(?:编号|号)", 2.0, True),
        (r"甲\s*方[^\n]{0,14}[:]", 1.6, False),
        (r"乙\s*方[^\n]{0,14}[:]", 1.0, False),
        (r"违约责任|违约金", 1.2, False),
        (r"争议(?:的)?解决|人民法院|仲裁", 1.0, False),
        (r"一式[两二三四]份|自(?:双方)?(?:签字|盖章|签订)", 0.8, False),
        (r"(?:委托|受托|发包|承包|供|需)方\s*[:]", 1.2, False),
    ),
    "quote": (
        (r"报\s*价\s*(?:单\s*)?(?:编?\s*号|日期)", 2.2, True),
        (r"报价有效期|价格有效期|有效期", 0.9, False),
        (r"单价", 0.7, False),
        (r"贵(?:司|公司)[^\n]{0,12}(?:询价|垂询)|报价如下", 1.8, False),
        (r"[Qq]uotation", 2.0, True),
    ),
    "invoice": (
        (r"发\s*票\s*号\s*码", 2.8, False),
        (r"发\s*票\s*代\s*码", 1.4, False),
        (r"价\s*税\s*合\s*计", 1.8, False),
        (r"纳\s*税\s*人\s*识\s*别\s*号", 1.2, False),
        (r"开\s*票\s*日\s*期", 1.2, False),
        (r"开\s*票\s*人|收\s*款\s*人|复\s*核", 0.6, False),
        (r"税率|征收率", 0.5, False),
    ),
    "email": (
        (r"(?m)^\s*(?:发件人|From)\s*[:]", 2.2, True),
        (r"(?m)^\s*(?:收件人|To)\s*[:]", 1.8, True),
        (r"(?m)^\s*(?:主题|Subject)\s*[:]", 1.2, True),
    ),
    "chat": (
        (r"聊\s*天\s*记\s*录|微信|企业微信|钉钉|群聊", 1.8, True),
        (r"(?m)^[^\n]{1,14}\s+(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*$", 2.2, False),
        (r"(?m)^\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+[^\n:]{1,12}[:]", 2.0, False),
        (r"\[(?:图片|表情|语音|文件|视频)\]|撤回了一条消息|以上是打招呼", 1.6, False),
    ),
    "communication": (
        (r"沟\s*通\s*(?:方式|对象|内容|记录|时间)", 2.0, True),
        (r"(?:来电|致电|拜访|来访|通话)(?:记录|时间|人|客户|事由)", 1.8, True),
        (r"下一步(?:计划|安排|跟进)|后续跟进", 0.8, False),
        (r"客户(?:表示|反映|提出|希望)", 0.5, False),
    ),
    "minutes": (
        (r"会\s*议\s*(?:时间|日期|地点|主题|主持|议题)", 2.2, True),
        (r"(?:参会|与会|出席|参加|列席)(?:人员|人)", 1.6, True),
        (r"(?:会议)?决(?:议|定)(?:事项)?\s*[:]|形成(?:如下)?决议", 1.2, False),
        (r"主持人|记录人|纪要", 0.8, True),
    ),
    "feedback": (
        (r"客户(?:意见|反馈|投诉|建议)", 2.0, True),
        (r"投诉(?:事项|内容|人|日期)|反馈(?:事项|内容|人|日期|主题)", 2.0, False),
        (r"处理(?:结果|意见|人)", 1.2, False),
        (r"满意度|非常满意|不满意", 1.0, False),
    ),
    "sales": (
        (r"产品(?:介绍|手册|优势|特点|参数)|解决方案|成功案例", 1.6, True),
        (r"核心功能|应用场景|客户价值|为什么选择", 1.0, False),
    ),
    "marketing": (
        (r"(?:推广|营销|宣传|活动|品牌)(?:方案|计划|策划|文案|主题)", 1.8, True),
        (r"目标受众|传播渠道|投放|曝光|推广渠道|活动预算", 1.4, False),
    ),
    "research": (
        (r"(?:市场)?调研(?:报告|目的|方法|对象|结论|背景)|问卷", 2.0, True),
        (r"样本(?:量|数)?|受访者|回收(?:有效)?问卷|市场规模|增长率", 1.4, False),
    ),
    "competitors": (
        (r"竞(?:争对手|品)(?:分析|对比|概况|名单)?", 2.2, True),
        (r"SWOT|优势[^\n]{0,6}劣势|市场份额|差异化|对比表", 1.4, False),
    ),
    "business_licence": (
        (r"营\s*业\s*执\s*照", 3.2, True),
        (r"登\s*记\s*机\s*关", 1.2, False),
        (r"经\s*营\s*范\s*围", 1.4, False),
        (r"注\s*册\s*资\s*本", 1.0, False),
        (r"统\s*一\s*社\s*会\s*信\s*用\s*代\s*码", 0.6, False),
        (r"法\s*定\s*代\s*表\s*人", 0.5, False),
    ),
    "id_card": (
        (r"公\s*民\s*身\s*份\s*号\s*码", 3.6, False),
        (r"居\s*民\s*身\s*份\s*证", 2.8, False),
        (r"签\s*发\s*机\s*关", 1.4, False),
        (r"民\s*族\s*[\u4e00-\u9fff]", 0.8, False),
    ),
    "qualification": (
        (r"(?:资质|认证|许可|注册|合格)(?:证书|证)", 2.2, True),
        (r"证书编号|发证(?:机关|机构|日期)|认证范围", 1.8, False),
        (r"ISO\s?\d{4,5}|高新技术企业", 1.2, False),
    ),
    "authorisation": (
        (r"授权委托书|委托书|授\s*权\s*书", 2.8, True),
        (r"(?:被授权|受托|代理)人", 1.2, False),
        (r"(?:兹|特此)(?:授权|委托)|代理权限|委托权限", 1.6, False),
    ),
    "purchase_order": ((r"采购订单|订\s*单\s*(?:编?号)|[Pp]urchase [Oo]rder", 2.6, True), (r"交货(?:日期|期|地点)", 1.0, False)),
    "delivery_note": ((r"送\s*货\s*单|发货单|出货单", 2.8, True), (r"收货人|签收", 0.8, False)),
    "acceptance_report": ((r"验收(?:报告|单|结论|日期|内容)", 2.6, True), (r"验收(?:合格|通过)", 1.0, False)),
    "statement": ((r"对[账帐]单|期初余额|期末余额", 2.6, True),),
}  # fmt: skip
_FORMATS = {"eml": "email", "msg": "email"}
NONE_SCORE = 1.6


@dataclass(frozen=True)
class Kind:
    """A document type as far as rules look at it."""

    id: int
    code: str
    name: str
    aliases: Sequence[str] = ()
    folder: str = ""
    formats: Sequence[str] = ()


@dataclass
class Score:
    value: float = 0.0
    # Words of the text (or name) that gave it, the weightiest first.
    words: list[tuple[float, str]] = field(default_factory=list)

    def add(self, weight: float, word: str) -> None:
        self.value += weight
        self.words.append((weight, word))

    def told(self, most: int = 5) -> list[str]:
        return list(dict.fromkeys(word for _weight, word in sorted(self.words, key=lambda each: -each[0])))[
            :most
        ]


@dataclass(frozen=True)
class Paper:
    """What is known of a document besides its type."""

    text: str
    name: str = ""
    extension: str = ""
    folder_node: str = ""
    sender: str = ""


def score_all(paper: Paper, kinds: Sequence[Kind]) -> dict[int, Score]:
    text = even(paper.text[:12_000])
    head, titles = text[:_HEAD], _titles(text)
    name = re.sub(r"[\s_\-]+", "", even(paper.name)).lower()
    longest = _longest_alias(kinds, titles)
    return {kind.id: _scored(kind, text, head, titles, name, paper, longest) for kind in kinds}


def _scored(
    kind: Kind, text: str, head: str, titles: list[str], name: str, paper: Paper, longest: Mapping[str, int]
) -> Score:
    score = Score()
    for pattern, weight, only_head in _signs(kind.code):
        if match := pattern.search(head if only_head else text):
            score.add(weight, match.group().strip()[:24])
    _by_title(kind, titles, longest, score)
    aliases = [alias.lower() for alias in (kind.name, *kind.aliases)]
    named = max((alias for alias in aliases if alias.replace(" ", "") in name), key=len, default="")
    if named:
        score.add(_IN_NAME + 0.1 * len(named), named)
    if kind.folder and kind.folder == paper.folder_node:
        score.add(_IN_FOLDER, kind.name)
    if _FORMATS.get(paper.extension) == kind.code:
        score.add(_BY_FORMAT, f".{paper.extension}")
    elif kind.formats and paper.extension and paper.extension not in kind.formats:
        score.value -= 6.0
    return score


def _by_title(kind: Kind, titles: list[str], longest: Mapping[str, int], score: Score) -> None:
    """A short line near the top that holds the type's name; of two types in one line the longer name counts."""
    for place, line in enumerate(titles):
        alias = max(
            (a for a in (kind.name, *kind.aliases) if len(a) > 1 and a.lower() in line), key=len, default=""
        )
        if alias and len(alias) >= longest.get(line, 0):
            ends = 0.8 if line.rstrip(" )(").endswith(alias.lower()) else 0.0
            score.add(_IN_TITLE + ends - 0.25 * place, alias)
            return


def _longest_alias(kinds: Sequence[Kind], titles: list[str]) -> dict[str, int]:
    return {
        line: max(
            (len(a) for kind in kinds for a in (kind.name, *kind.aliases) if a.lower() in line), default=0
        )
        for line in titles
    }


def _titles(text: str) -> list[str]:
    """Short lines near the top without a colon, spaces between characters taken out."""
    lines = [
        re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", line).strip().lower()
        for line in text[:1200].split("\n")
    ]
    kept = [line for line in lines if line][:_TITLE_LINES]
    return [
        line
        for line in kept
        if len(line) <= _TITLE_LENGTH and ":" not in line and not line.endswith(("。", ";"))
    ]


@lru_cache(maxsize=256)
def _signs(code: str) -> tuple[tuple[re.Pattern[str], float, bool], ...]:
    return tuple((re.compile(pattern), weight, head) for pattern, weight, head in _SIGNS.get(code, ()))
