"""How well papers are understood: `python -m scripts.understanding [--papers 640] [--markdown]`, without a database.

Papers of one seed teach, papers of another are asked; both are made up by `scripts.business_papers`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kedang.understanding.learning.counts import Counts
from kedang.understanding.learning.features import features_of
from kedang.understanding.learning.judging import Verdict, judge
from kedang.understanding.papers.extraction import fields_of
from kedang.understanding.papers.kinds import Kind, Paper, score_all
from scripts.business_papers import Dice, Sample, papers, strange

TEACHING, ASKING = 11, 4711
_KEY = b"a key for measuring"
_PRESET = Path(__file__).parent.parent / "kedang" / "filing" / "data" / "general.json"


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.wrong + self.missed)


@dataclass
class Outcome:
    types: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    # Tenths of confidence → (asked, right).
    sure: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def accuracy(self) -> float:
        right = sum(each.right for each in self.types.values())
        return right / max(1, sum(each.right + each.missed for each in self.types.values()))

    def of_fields(self, code: str) -> Tally:
        rows = [tally for name, tally in self.fields.items() if name.startswith(f"{code}.")]
        return Tally(sum(t.right for t in rows), sum(t.wrong for t in rows), sum(t.missed for t in rows))


class Reader:
    """Rules, and what was taught."""

    def __init__(self) -> None:
        types = json.loads(_PRESET.read_text(encoding="utf-8"))["types"]
        self.kinds = [
            Kind(n, each["code"], each["name"], each["aliases"], each["folder"], each.get("formats", ()))
            for n, each in enumerate(types, 1)
        ]
        self.id_of = {kind.code: kind.id for kind in self.kinds}
        self.code_of = {kind.id: kind.code for kind in self.kinds}
        self.counts: dict[int, Counts] = defaultdict(Counts)

    def teach(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            self.counts[self.id_of[sample.code]].add(features_of(_paper(sample), _KEY))

    def ask(self, sample: Sample) -> Verdict | None:
        paper = _paper(sample)
        return judge(score_all(paper, self.kinds), self.counts, features_of(paper, _KEY))

    def code(self, sample: Sample) -> str:
        verdict = self.ask(sample)
        return self.code_of[verdict.label] if verdict else ""


def measure(reader: Reader, samples: Sequence[Sample]) -> Outcome:
    outcome = Outcome()
    for sample in samples:
        _tally_type(outcome, reader, sample)
        _tally_fields(outcome, sample)
    return outcome


def _tally_type(outcome: Outcome, reader: Reader, sample: Sample) -> None:
    verdict = reader.ask(sample)
    said = reader.code_of[verdict.label] if verdict else ""
    if said == sample.code:
        outcome.types[sample.code].right += 1
    else:
        outcome.types[sample.code].missed += 1
        outcome.confused[sample.code, said] += 1
        if said:
            outcome.types[said].wrong += 1
    if verdict:
        outcome.sure[min(9, int(verdict.confidence * 10))]["right" if said == sample.code else "wrong"] += 1


def _tally_fields(outcome: Outcome, sample: Sample) -> None:
    found = {each.key: each.value for each in fields_of(sample.code, sample.text)}
    for key, value in sample.fields.items():
        tally = outcome.fields[f"{sample.code}.{key}"]
        if found.get(key) == value:
            tally.right += 1
        elif key in found:
            tally.wrong += 1
        else:
            tally.missed += 1


def learning_curve(after: Sequence[int] = (0, 1, 2, 3, 5, 8)) -> list[tuple[int, float]]:
    """How many of fifty papers in an unseen layout are known after so many corrections."""
    lessons, asked = Dice(TEACHING), Dice(ASKING)
    reader = Reader()
    reader.teach(papers(96, seed=TEACHING))
    exam = [strange(asked) for _ in range(50)]
    curve = []
    taught = 0
    for corrections in after:
        reader.teach(strange(lessons) for _ in range(corrections - taught))
        taught = corrections
        curve.append((corrections, sum(reader.code(each) == each.code for each in exam) / len(exam)))
    return curve


def _paper(sample: Sample) -> Paper:
    return Paper(sample.text, sample.name.rpartition(".")[0], sample.extension)


def report(count: int) -> str:
    asked = list(papers(count, seed=ASKING))
    digital = [each for each in asked if not each.scanned]
    scans = [each for each in asked if each.scanned]
    untaught, taught = Reader(), Reader()
    taught.teach(papers(320, seed=TEACHING))
    by_rules, learnt = measure(untaught, asked), measure(taught, asked)
    clean, worn = measure(taught, digital), measure(taught, scans)
    lines = [
        f"{len(asked)} papers held out (seed {ASKING}), {len(scans)} of them scanned badly; 320 others taught (seed {TEACHING}).",
        "",
        "| type | by rules alone: precision / recall | after 320 lessons |",
        "|---|---|---|",
    ]
    for code in sorted(by_rules.types):
        a, b = by_rules.types[code], learnt.types[code]
        lines.append(
            f"| `{code}` | {a.precision:.1%} / {a.recall:.1%} | {b.precision:.1%} / {b.recall:.1%} |"
        )
    lines.append(f"| all | {by_rules.accuracy:.1%} | {learnt.accuracy:.1%} |")
    lines += ["", "| field | text of the file: precision / recall | scanned badly |", "|---|---|---|"]
    for name in sorted(clean.fields):
        a, b = clean.fields[name], worn.fields[name]
        lines.append(
            f"| `{name}` | {a.precision:.1%} / {a.recall:.1%} | {b.precision:.1%} / {b.recall:.1%} |"
        )
    lines += [
        "",
        "Unseen layout, right after so many corrections: "
        + ", ".join(f"{n}: {share:.0%}" for n, share in learning_curve())
        + ".",
    ]
    tenths = [
        f"{tenth * 10}–{tenth * 10 + 10} %: {c['right']}/{c.total()}"
        for tenth, c in sorted(learnt.sure.items())
    ]
    lines += ["", "Right of those asked, by confidence: " + ", ".join(tenths) + "."]
    confused = ", ".join(f"{a}→{b or 'none'} {n}" for (a, b), n in by_rules.confused.most_common(8))
    return "\n".join([*lines, "", f"Mistaken by rules alone: {confused or 'none'}."])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=640)
    print(report(parser.parse_args().papers))


if __name__ == "__main__":
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    main()
