"""Every customer goes to exactly one heir, and nobody gets much more than another."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kedang.teamwork.models import Rule
from kedang.teamwork.sharing import Heir, Piece, share

ids = st.integers(1, 6)
heirs_lists = st.lists(
    st.builds(Heir, ids, st.none() | ids), min_size=1, max_size=5, unique_by=lambda one: one.person_id
)
pieces_lists = st.lists(
    st.builds(Piece, st.integers(1, 500), st.none() | ids, st.frozensets(ids, max_size=3)),
    max_size=40,
    unique_by=lambda one: one.customer_id,
)


@given(pieces_lists, heirs_lists, st.sampled_from(Rule.values))
def test_each_customer_has_one_of_the_heirs(pieces: list[Piece], heirs: list[Heir], rule: str) -> None:
    shared = share(pieces, heirs, rule)
    assert set(shared) == {one.customer_id for one in pieces}
    assert set(shared.values()) <= {one.person_id for one in heirs}


@given(pieces_lists, heirs_lists)
def test_evenly_means_one_more_at_most(pieces: list[Piece], heirs: list[Heir]) -> None:
    counts = Counter({one.person_id: 0 for one in heirs}) | Counter(share(pieces, heirs, Rule.EVEN).values())
    loads = [counts[one.person_id] for one in heirs]
    assert max(loads) - min(loads) <= 1


@given(pieces_lists, heirs_lists)
def test_who_fits_by_the_rule_gets_it(pieces: list[Piece], heirs: list[Heir]) -> None:
    by_helper, by_department = (share(pieces, heirs, rule) for rule in (Rule.HELPER, Rule.DEPARTMENT))
    known = {one.person_id: one for one in heirs}
    for piece in pieces:
        if piece.helper_ids & set(known):
            assert by_helper[piece.customer_id] in piece.helper_ids
        if piece.department_id in {one.department_id for one in heirs} - {None}:
            assert known[by_department[piece.customer_id]].department_id == piece.department_id
