"""Held-out papers of another seed than those that taught: what `scripts.understanding` prints, with lower bounds."""

from __future__ import annotations

import pytest

from scripts.business_papers import papers
from scripts.understanding import ASKING, TEACHING, Outcome, Reader, learning_curve, measure


@pytest.fixture(scope="module")
def asked() -> Outcome:
    """Badly scanned ones too, by rules alone."""
    return measure(Reader(), list(papers(160, seed=ASKING)))


def test_types_are_known_by_rules_from_the_first_day(asked: Outcome) -> None:
    assert asked.accuracy >= 0.95


def test_what_was_filed_before_makes_it_no_worse() -> None:
    taught = Reader()
    taught.teach(papers(160, seed=TEACHING))
    held_out = [each for each in papers(96, seed=ASKING + 1) if not each.fields]
    assert measure(taught, held_out).accuracy >= 0.95


@pytest.mark.parametrize("code", ["invoice", "contract", "quote", "business_licence", "id_card", "minutes"])
def test_fields_of_the_text_of_a_file_are_right(code: str) -> None:
    digital = [each for each in papers(320, seed=ASKING, scanned=0) if each.code == code]
    tally = measure(Reader(), digital).of_fields(code)
    assert tally.recall >= 0.97
    assert tally.precision >= 0.97


def test_most_fields_of_bad_scans_are_right() -> None:
    scans = [each for each in papers(320, seed=ASKING, scanned=1) if each.fields]
    outcome = measure(Reader(), scans)
    right = sum(each.right for each in outcome.fields.values())
    every = right + sum(each.wrong + each.missed for each in outcome.fields.values())
    assert right / every >= 0.85


def test_corrections_teach_a_layout_that_no_rule_knows() -> None:
    curve = dict(learning_curve((0, 3)))
    assert curve[0] < 0.2
    assert curve[3] > 0.9
