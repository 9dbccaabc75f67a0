"""How much each likeness says, in bits: the odds that two records are one customer double with each.

The weights are fixed: they were set on the gold set (`scripts/duplicates`), so that the same two records get the same
score in an archive of twenty customers and in one of a million, and can be explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The odds before anything is compared, in bits, among pairs that share a blocking key.
PRIOR = -13.3


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: SQL over `_l` and `_r`, and its weight in bits. The last is ELSE."""

    name: str
    sql: str
    bits: float


@dataclass(frozen=True)
class Comparison:
    """`blank`: when nothing can be said (SQL); then the weight is nil."""

    name: str
    blank: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Model:
    """`rules`: pairs that share a value of one of these columns are compared, rule by rule; `[]` after lists."""

    comparisons: tuple[Comparison, ...]
    rules: tuple[str, ...]
    prior: float = PRIOR

    def settings(self, rule: str) -> dict[str, Any]:
        """For Splink, with one blocking rule; only pairs of which one is new."""
        column = rule.removesuffix("[]")
        sql = f"l.{column} = r.{column} AND (l.is_new OR r.is_new)"
        block: dict[str, Any] = {"blocking_rule": sql, "sql_dialect": "duckdb"}
        if rule != column:
            block["arrays_to_explode"] = [column]
        odds = 2.0**self.prior
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "id",
            "probability_two_random_records_match": odds / (1 + odds),
            "blocking_rules_to_generate_predictions": [block],
            "comparisons": [_comparison(one) for one in self.comparisons],
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": True,
            "additional_columns_to_retain": [],
            "em_convergence": 0.01,
        }

    def level(self, comparison: str, gamma: int) -> Level | None:
        """Splink counts levels from ELSE = 0 upwards; −1: blank."""
        levels = next(one.levels for one in self.comparisons if one.name == comparison)
        return None if gamma < 0 else levels[len(levels) - 1 - gamma]


def _comparison(one: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.blank, "label_for_charts": "blank", "is_null_level": True}
    ]
    for level in one.levels:
        m, u = _odds(level.bits)
        levels.append(
            {
                "sql_condition": level.sql,
                "label_for_charts": level.name,
                "m_probability": m,
                "u_probability": u,
            }
        )
    return {"output_column_name": one.name, "comparison_levels": levels}


def _odds(bits: float) -> tuple[float, float]:
    """Two probabilities whose quotient is 2^bits."""
    return (0.5, 0.5 / 2.0**bits) if bits >= 0 else (0.5 * 2.0**bits, 0.5)


def _both(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r)) > 0"


_SAME_FORM = "(form_l = form_r OR form_l = '' OR form_r = '')"
_CLOSE = "(damerau_levenshtein(core_l, core_r) <= 1 AND least(length(core_l), length(core_r)) >= 4)"
_CLOSER = "(damerau_levenshtein(core_l, core_r) <= 2 AND least(length(core_l), length(core_r)) >= 8)"
_WITHIN = "(length(core_l) >= 2 AND length(core_r) >= 2 AND (starts_with(core_l, core_r) OR starts_with(core_r, core_l)))"

CHINESE = Model(
    comparisons=(
        Comparison(
            "name",
            "name_l IS NULL OR name_r IS NULL",
            (
                Level("person", "kind_l = 'person' AND name_l = name_r", 9.3),
                Level("same", "name_l = name_r", 18.0),
                Level("place", "core_l = core_r AND place_l = place_r AND place_l <> ''", 17.0),
                Level("core", "core_l = core_r AND core_n_l <= 5", 12.5),
                Level("common", "core_l = core_r", 9.0),
                Level("sound", "sound_l = sound_r AND kind_l <> 'person'", 11.0),
                Level("sound_person", "sound_l = sound_r", 5.0),
                Level("close", f"kind_l <> 'person' AND ({_CLOSE} OR {_CLOSER})", 9.0),
                Level("within", f"kind_l <> 'person' AND {_WITHIN}", 4.5),
                Level("different", "ELSE", -10.0),
            ),
        ),
        Comparison(
            "uscc", _both("uscc"), (Level("same", "uscc_l = uscc_r", 22.0), Level("different", "ELSE", -14.0))
        ),
        Comparison(
            "id_number",
            _both("id_number"),
            (Level("same", "id_number_l = id_number_r", 22.0), Level("different", "ELSE", -16.0)),
        ),
        Comparison(
            "form",
            "form_l = '' OR form_r = ''",
            (Level("same", "form_l = form_r", 0.3), Level("different", "ELSE", -14.0)),
        ),
        Comparison(
            "branch",
            "branch_l = '' AND branch_r = ''",
            (Level("same", "branch_l = branch_r", 2.0), Level("different", "ELSE", -18.0)),
        ),
        Comparison(
            "place",
            "place_l = '' OR place_r = ''",
            (Level("same", "place_l = place_r", 0.7), Level("different", "ELSE", -9.0)),
        ),
        Comparison(
            "phones", _both("phones"), (Level("shared", _shared("phones"), 9.0), Level("different", "ELSE", -1.2))
        ),
        Comparison(
            "emails", _both("emails"), (Level("shared", _shared("emails"), 8.5), Level("different", "ELSE", -0.6))
        ),
        Comparison(
            "others", _both("others"), (Level("shared", _shared("others"), 7.0), Level("different", "ELSE", -0.3))
        ),
        Comparison(
            "people", _both("people"), (Level("shared", _shared("people"), 4.5), Level("different", "ELSE", -1.0))
        ),
        Comparison(
            "region",
            _both("region"),
            (
                Level("city", "substr(region_l, 1, 4) = substr(region_r, 1, 4)", 1.5),
                Level("province", "substr(region_l, 1, 2) = substr(region_r, 1, 2)", -1.0),
                Level("different", "ELSE", -4.0),
            ),
        ),
        Comparison(
            "birth_date",
            _both("birth_date"),
            (Level("same", "birth_date_l = birth_date_r", 9.5), Level("different", "ELSE", -11.0)),
        ),
    ),
    rules=(
        "uscc", "id_number", "core_b", "sound_b", "phones_b[]", "emails_b[]", "others_b[]", "head_b", "tail_b",
    ),
)  # fmt: skip
