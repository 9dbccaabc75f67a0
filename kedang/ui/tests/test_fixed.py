import pytest
from django.template import TemplateSyntaxError, engines
from django.utils import translation

from kedang.ui.fixed import Look


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_fixed_words_are_said_in_the_language_of_each_page() -> None:
    page = engines["django"].from_string('{% trans "取消" %}')
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(page.render({}))
    assert said == ["取消", "Cancel", "取消"]


def test_a_fixed_part_is_drawn_once_and_knows_nothing_of_the_page() -> None:
    page = engines["django"].from_string(
        "{% fixed %}{% include 'ui/toasts.html' %}{{ name }}{% endfixed %}{{ name }}"
    )
    first, second = page.render({"name": "甲"}), page.render({"name": "乙"})
    assert "甲" not in first[:-1]
    assert first.endswith("甲")
    assert second == f"{first[:-1]}乙"


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("{% trans words %}", "取消"),
        ('{% trans "取消"|upper as said %}{{ said }}', "取消"),
        ('{% trans "取消" as said %}[{{ said }}]', "[取消]"),
        ('{% trans "5%" %}', "5%"),
    ],
)
def test_other_uses_of_the_tag_stay_as_they_are(source: str, drawn: str) -> None:
    assert render(source, words="取消") == drawn


def test_a_sign_with_words_of_a_person_keeps_them_harmless() -> None:
    assert "&lt;b&gt;" in render("{% icon 'users' label=words %}", words="<b>")
    assert 'aria-hidden="true"' in render("{% icon 'users' %}")


def test_a_kept_part_is_drawn_once_for_each_key_and_language() -> None:
    page = engines["django"].from_string('{% kept by key %}{% trans "取消" %}{{ name }}{% endkept %}')
    first = page.render({"key": ("a",), "name": "甲"})
    assert page.render({"key": ("a",), "name": "乙"}) == first == "取消甲"
    assert page.render({"key": ("b",), "name": "乙"}) == "取消乙"
    with translation.override("en"):
        assert page.render({"key": ("a",), "name": "丙"}) == "Cancel丙"


def test_what_was_not_used_for_long_is_no_longer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.ui.fixed._KEPT", 2)
    page = engines["django"].from_string("{% kept by key %}{{ name }}{% endkept %}")
    for key in (1, 2, 3):
        page.render({"key": key, "name": f"{key}"})
    assert page.render({"key": 1, "name": "drawn again"}) == "drawn again"


def test_a_kept_part_names_its_key() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% kept %}{% endkept %}")


LINK = (
    "{% kept by look for customer.pk %}<a href='/{{ customer.pk }}/'>{% if may %}{% trans '取消' %}{% endif %}"
    "{{ name }}{{ customer.name }}</a>{% endkept %}"
)


def test_a_kept_part_is_the_same_but_for_its_ids() -> None:
    page = engines["django"].from_string(LINK)
    may = {"look": Look(may=True)}
    assert page.render({**may, "customer": {"pk": 7}}) == "<a href='/7/'>取消</a>"
    assert page.render({**may, "customer": {"pk": 12}}) == "<a href='/12/'>取消</a>"
    assert page.render({"look": Look(may=False), "customer": {"pk": 12}}) == "<a href='/12/'></a>"


def test_a_part_kept_for_ids_sees_nothing_else_of_the_page() -> None:
    page = engines["django"].from_string(LINK)
    shown = page.render({"look": Look(may=False), "name": "甲", "customer": {"pk": 7, "name": "乙"}})
    assert shown == "<a href='/7/'></a>"


def test_a_fresh_piece_of_a_kept_part_is_drawn_with_each_page() -> None:
    page = engines["django"].from_string(
        "{% kept by look for user.pk %}{{ user.pk }}{% fresh %}{{ name }}{% endfresh %}!"
        "{% fresh %}{% if name %}?{% endif %}{% endfresh %}{% endkept %}"
    )
    assert page.render({"look": Look(), "user": {"pk": 1}, "name": "<甲>"}) == "1&lt;甲&gt;!?"
    assert page.render({"look": Look(), "user": {"pk": 2}, "name": ""}) == "2!"
    assert render("{% fresh %}{{ name }}{% endfresh %}", name="甲") == "甲"


def test_a_component_may_show_its_fresh_pieces_in_another_order() -> None:
    """An attribute is worked out before the slot, and this component shows it after it."""
    page = engines["django"].from_string(
        "{% kept by look %}{% cotton list label='x' select='true' all='{% fresh %}{{ a }}{% endfresh %}' %}"
        "{% fresh %}{{ b }}{% endfresh %}{% endcotton %}{% endkept %}"
    )
    first = page.render({"look": Look(), "a": "甲", "b": "乙"})
    assert 0 < first.index("乙") < first.index('data-query="甲"')
    assert page.render({"look": Look(), "a": "丙", "b": "丁"}) == first.replace("甲", "丙").replace(
        "乙", "丁"
    )


def test_looks_are_equal_when_they_tell_the_same() -> None:
    assert Look({"choices": [1]}, may=True, deal=Look(view=True)) == Look(may=True, deal=Look(view=True))
    assert Look(may=True) != Look(may=False)
    assert len({Look({"choices": [1]}, may=True), Look(may=True), Look(may=False)}) == 2


@pytest.mark.parametrize(
    "page", [{"look": ("a",), "customer": {"pk": 1}}, {"look": Look(), "customer": {"pk": "<b>"}}]
)
def test_a_part_kept_for_ids_takes_a_look_and_numbers(page: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        render(LINK, **page)
