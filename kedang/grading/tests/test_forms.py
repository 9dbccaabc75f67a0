from dataclasses import replace
from decimal import Decimal

from kedang.grading.forms import LevelsForm, SettingsForm
from kedang.grading.levels import DEFAULT
from kedang.grading.settings import Settings, from_json


def test_settings_are_shown_in_per_cent_and_come_back_the_same() -> None:
    kept = replace(Settings(), discount=Decimal("0.125"), by_rule=True)
    shown = SettingsForm.of(kept)
    assert (shown["a_share"], shown["margin"], shown["discount"]) == ("80", "30", "12.5")
    form = SettingsForm({name: value for name, value in shown.items() if value is not False})
    assert form.is_valid(), form.errors
    assert form.settings() == kept
    assert from_json(kept.as_json()) == kept


def test_levels_come_back_the_same_and_empty_promises_nothing() -> None:
    form = LevelsForm(kept=DEFAULT)
    given = {name: value for name, value in form.initial.items() if name != "C-days"}
    sent = LevelsForm(given, kept=DEFAULT)
    assert sent.is_valid(), sent.errors
    assert [one.days for one in sent.levels().levels] == [14, 30, 60, None]
    assert sent.levels().of("A") == DEFAULT.of("A")
