from datetime import UTC, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.clock import frozen
from kedang.dealings.chats import Message, read_chat

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)  # 12:00 in Shanghai, a Sunday

WECHAT_COPY = "王芳 2026/11/20 10:32\n框架合同看过了\n\n李明 2026/11/20 10:35\n好的，\n周三回您"
WECHAT_MAIL = "—————  2026-11-20  —————\n\n王芳  10:32\n\n框架合同看过了\n\n李明  10:35\n\n好的"
QQ_EXPORT = (
    "消息记录（此消息记录为文本格式，不支持重新导入）\n\n====\n消息分组:我的好友\n====\n消息对象:王芳\n====\n\n"
    "2026-11-20 10:32:05 王芳(12345678)\n框架合同看过了\n\n2026-11-20 14:35:10 李明<liming@qq.com>\n好的"
)
DINGTALK = "王芳(采购部) 11月20日 10:32\n框架合同看过了\n李明 昨天 下午2:35\n好的"
NAMES_ONLY = "王芳:\n框架合同看过了\n李明:\n好的\n王芳:\n谢谢"


def _said(pasted: str) -> list[tuple[str, str, str]]:
    with frozen(NOW):
        chat = read_chat(pasted)
    assert chat is not None
    return [
        (one.who, f"{timezone.localtime(one.at):%m-%d %H:%M}" if one.at else "", one.text)
        for one in chat.messages
    ]


def test_wechat_copied() -> None:
    assert _said(WECHAT_COPY) == [
        ("王芳", "11-20 10:32", "框架合同看过了"),
        ("李明", "11-20 10:35", "好的，\n周三回您"),
    ]


def test_wechat_sent_as_mail_has_the_date_on_a_line_of_its_own() -> None:
    assert _said(WECHAT_MAIL) == [("王芳", "11-20 10:32", "框架合同看过了"), ("李明", "11-20 10:35", "好的")]


def test_qq_exported() -> None:
    assert _said(QQ_EXPORT) == [("王芳", "11-20 10:32", "框架合同看过了"), ("李明", "11-20 14:35", "好的")]
    with frozen(NOW):
        chat = read_chat(QQ_EXPORT)
    assert chat is not None
    assert chat.channel == "qq"


def test_dingtalk_with_departments_and_days_as_said() -> None:
    assert _said(DINGTALK) == [("王芳", "11-20 10:32", "框架合同看过了"), ("李明", "11-21 14:35", "好的")]


def test_names_alone_are_enough_when_they_come_again() -> None:
    assert _said(NAMES_ONLY) == [("王芳", "", "框架合同看过了"), ("李明", "", "好的"), ("王芳", "", "谢谢")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "谈了年度框架，下周三回访",
        "会议 10:30 开始",
        "注意：\n第一条\n第二条",
        "合同条款：\n一、付款\n二、交付：\n按期",
    ],
)
def test_ordinary_notes_are_no_chat(text: str) -> None:
    with frozen(NOW):
        assert read_chat(text) is None


_names = st.text("王芳李明赵铁柱abcXYZ", min_size=1, max_size=8)
_texts = st.lists(
    st.text("你好合同价格，。!? ok1234", min_size=1, max_size=20).map(lambda t: f"说{t}".rstrip()),
    min_size=1,
    max_size=3,
).map("\n".join)
_moments = st.datetimes(datetime(2015, 1, 1), datetime(2026, 11, 21)).map(  # the zone follows
    lambda at: timezone.make_aware(at.replace(second=at.second, microsecond=0))
)
_messages = st.lists(st.builds(Message, _names, _moments, _texts), min_size=2, max_size=6)
_FORMS = {
    "wechat": "{who} {at:%Y/%m/%d %H:%M:%S}\n{text}\n",
    "wechat_wide": "{who}  {at:%Y-%m-%d %H:%M:%S}\n\n{text}\n\n",
    "qq": "{at:%Y-%m-%d %H:%M:%S} {who}(12345678)\n{text}\n\n",
    "dingtalk": "{who}(销售部) {at:%Y年%m月%d日 %H:%M:%S}\n{text}\n",
    "bracket": "[{at:%Y-%m-%d %H:%M:%S}] {who}:\n{text}\n",
}


@given(_messages, st.sampled_from(sorted(_FORMS)))
def test_whatever_was_exported_is_read_back(messages: list[Message], form: str) -> None:
    pasted = "".join(
        _FORMS[form].format(who=one.who, at=timezone.localtime(one.at), text=one.text)
        for one in messages
        if one.at
    )
    with frozen(NOW):
        chat = read_chat(pasted)
    assert chat is not None
    assert chat.messages == messages


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    with frozen(NOW):
        chat = read_chat(text)
    assert chat is None or chat.messages
