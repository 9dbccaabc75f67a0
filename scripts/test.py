"""`make test`: checks, unit tests on SQLite and on PostgreSQL, browser journeys; one summary at the end.

A stage that fails does not hide what the next would say. `python -m scripts.test e2e` runs one stage.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from scripts import browser

REPORTS = Path(".dev/reports")


@dataclass(frozen=True)
class Stage:
    name: str
    title: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    stage: Stage
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    names: list[str] = field(default_factory=list)
    broken: str = ""

    @property
    def is_good(self) -> bool:
        return not self.failed and not self.broken and self.passed > 0


_PARALLEL = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup")
STAGES = (
    Stage("sqlite", "unit tests on SQLite", ("kedang", "architecture", *_PARALLEL)),
    # What is the same on every engine (the wheel, the static rules) ran above.
    Stage("postgres", "unit tests on PostgreSQL", ("kedang", *_PARALLEL), {"KEDANG_TEST_DB": "postgres"}),
    # A journey's pages share their module's server, so a module stays in one process.
    Stage("e2e", "browser journeys", ("e2e", *_PARALLEL[:2], "--dist", "loadfile")),
)


def main(wanted: list[str]) -> int:
    started = time.monotonic()
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    checks = 0 if wanted and "check" not in wanted else _run([sys.executable, "-m", "scripts.check"], {})
    outcomes = [run(stage) for stage in STAGES if not wanted or stage.name in wanted]
    return summarise(outcomes, checks_failed=bool(checks), seconds=time.monotonic() - started)


def run(stage: Stage) -> Outcome:
    print(f"\n=== {stage.title}", flush=True)
    outcome = Outcome(stage)
    if stage.name == "e2e":
        try:
            browser.ensure()
        except browser.BrowserMissing as missing:
            outcome.broken = str(missing)
            print(missing, flush=True)
            return outcome
    report = REPORTS / f"{stage.name}.xml"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--junitxml={report}", "--durations=5"]
    code = _run([*command, *stage.arguments], stage.environment)
    outcome.seconds = time.monotonic() - started
    _read(report, outcome)
    if code and not outcome.failed:
        outcome.broken = f"pytest ended with {code}"
    return outcome


def _run(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(
        command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, check=False
    ).returncode


def _read(report: Path, outcome: Outcome) -> None:
    if not report.exists():
        outcome.broken = "pytest wrote no report"
        return
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
            outcome.names.append(f"{case.get('classname')}::{case.get('name')}")
        elif case.find("skipped") is not None:
            outcome.skipped += 1
        else:
            outcome.passed += 1


def summarise(outcomes: list[Outcome], *, checks_failed: bool, seconds: float) -> int:
    print("\n=== summary", flush=True)
    print(f"{'FAIL' if checks_failed else 'ok  '} make check")
    for outcome in outcomes:
        print(_line(outcome))
        for name in outcome.names:
            print(f"       {name}")
    failed = sum(outcome.failed + bool(outcome.broken) for outcome in outcomes) + checks_failed
    passed = sum(outcome.passed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    parts = [f"{failed} failed"] if failed else []
    parts += [f"{passed} passed"]
    parts += [f"{skipped} skipped"] if skipped else []
    print(f"==== {', '.join(parts)} in {seconds:.2f}s ====", flush=True)
    return int(bool(failed) or not all(outcome.is_good for outcome in outcomes))


def _line(outcome: Outcome) -> str:
    figures = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
    broken = f": {outcome.broken}" if outcome.broken else ""
    mark = "ok  " if outcome.is_good else "FAIL"
    return f"{mark} {outcome.stage.title}: {figures} in {outcome.seconds:.0f} s{broken}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
