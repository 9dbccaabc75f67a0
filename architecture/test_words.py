"""Promise 4: every text has its Chinese and its English; the checks for it bite; our .mo are gettext's."""

import gettext
import io
from pathlib import Path

import pytest

from architecture.source import PACKAGE, assert_none
from scripts import catalogue, messages, wording

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "保存"
msgstr "Save"

#, python-format
msgid ""
"共 %(count)s 个"
"客户"
msgid_plural "共 %(count)s 个客户们"
msgstr[0] "%(count)s customer"
msgstr[1] "%(count)s customers"

#, fuzzy
msgid "删除"
msgstr "Delete?"

msgctxt "verb"
msgid "归档"
msgstr "File"

msgid "还没有"
msgstr ""
"""


def test_every_text_has_its_english_and_no_chinese_escapes_translation() -> None:
    assert_none(messages.problems(PACKAGE))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "kedang" / "customers"
    (folder / "templates" / "customers").mkdir(parents=True)
    (folder / "__init__.py").touch()
    return folder


def plant(room: Path, template: str = "", code: str = "", english: str = "") -> list[str]:
    (room / "templates" / "customers" / "list.html").write_text(template)
    (room / "views.py").write_text("from django.utils.translation import gettext as _\n" + code)
    path = messages.catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{english}')
    return messages.problems(room.parent)


@pytest.mark.parametrize(
    "template",
    [
        "<h1>客户</h1>",
        '<input placeholder="搜索">',
        '{{ name|default:"无" }}',
        '<c-button label="保存" />',
        "{% trans '客户' %}",
        "<c-button label=\"{% trans '客户' %}\" />",
        "<c-button :label=\"_('客户')\" />",
        "{% blocktrans trimmed with n=rows %}\n  共 {{ n }} 行\n{% endblocktrans %}",
        '{{ name|default:_("客户") }}',
    ],
)
def test_a_template_text_without_english_is_caught(room: Path, template: str) -> None:
    assert len(plant(room, template)) == 1


@pytest.mark.parametrize(
    "code",
    [
        'title = "客户"',
        'title = f"{name}的客户"',
        'title = _("客户")',
        'raise Invalid(_("第 %(row)s 行") % {"row": row})',
    ],
)
def test_a_text_in_code_without_english_is_caught(room: Path, code: str) -> None:
    assert len(plant(room, code=code)) == 1


def test_complete_texts_pass(room: Path) -> None:
    template = "{# 注释 #}<!-- 注释 --><h1>{% trans '客户' %}</h1>{% comment %}草稿{% endcomment %}"
    code = '"""文档"""\n# 注释\ntitle = _("客户")\nkey = "营"  # i18n: a value of the register\n'
    assert plant(room, template, code, 'msgid "客户"\nmsgstr "Customers"\n') == []


@pytest.mark.parametrize(
    "english",
    [
        'msgid "共 %(n)s 个"\nmsgstr "in all"\n',
        'msgid "共 %(n)s 个"\nmsgstr "%(m)s in all"\n',
        '#, fuzzy\nmsgid "共 %(n)s 个"\nmsgstr "%(n)s in all"\n',
        'msgid "共 %(n)s 个"\nmsgstr ""\n',
    ],
)
def test_english_that_does_not_fit_is_caught(room: Path, english: str) -> None:
    assert len(plant(room, code='title = _("共 %(n)s 个")', english=english)) == 1


def test_english_nobody_uses_is_caught(room: Path) -> None:
    assert len(plant(room, english='msgid "客户"\nmsgstr "Customers"\n')) == 1


def test_our_catalogues_are_what_gettext_reads() -> None:
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.to_mo(catalogue.parse(PO))))
    assert compiled.gettext("保存") == "Save"
    assert compiled.ngettext("共 %(count)s 个客户", "共 %(count)s 个客户们", 2) == "%(count)s customers"
    assert compiled.ngettext("共 %(count)s 个客户", "共 %(count)s 个客户们", 1) == "%(count)s customer"
    assert compiled.pgettext("verb", "归档") == "File"
    assert compiled.gettext("删除") == "删除"
    assert compiled.gettext("还没有") == "还没有"


def test_a_catalogue_without_header_or_blank_lines_is_read_all_the_same() -> None:
    text = 'msgid "保存"\nmsgstr "Save"\nmsgid "删除"\nmsgstr "Delete"\n#~ msgid "旧"\n#~ msgstr "old"\n'
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.to_mo(catalogue.parse(text))))
    assert [compiled.gettext(text) for text in ("保存", "删除", "旧")] == ["Save", "Delete", "旧"]


def test_a_catalogue_is_compiled_once_until_it_changes(room: Path) -> None:
    path = messages.catalogue_path(room)
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    assert catalogue.compile_all(room) == [path.with_suffix(".mo")]
    assert catalogue.compile_all(room) == []


def test_plurals_and_contexts_are_found_in_code() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'a = _("甲" "乙"); b = ngettext("一个", "多个", n); c = pgettext("verb", "归档"); d = _(name)\n'
    )
    found = {item.message for item in wording.python_messages(source, Path("views.py"))}
    assert found == {
        wording.Message("甲乙"),
        wording.Message("一个", "多个"),
        wording.Message("归档", context="verb"),
    }


def test_two_rooms_with_two_englishes_of_one_text_are_found(room: Path) -> None:
    plant(room, english='msgid "撤销"\nmsgstr "Undo"\n')
    other = room.parent / "accounts"
    path = messages.catalogue_path(other)
    path.parent.mkdir(parents=True)
    path.write_text(messages.catalogue_path(room).read_text().replace("Undo", "Close"))
    assert any("'Undo' here and 'Close' in accounts" in one for one in messages.disagreements([other, room]))
