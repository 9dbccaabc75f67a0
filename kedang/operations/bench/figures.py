"""Timing and printing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter, process_time

from kedang.core.terminal import tell


@dataclass
class Watch:
    """Seconds of each of many repetitions, and of this process's share of the processors."""

    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def lap(self) -> Iterator[None]:
        started, busy = perf_counter(), process_time()
        yield
        self.times.append(perf_counter() - started)
        self.cpu.append(process_time() - busy)

    @property
    def total(self) -> float:
        return sum(self.times)

    @property
    def total_cpu(self) -> float:
        return sum(self.cpu)

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        if len(self.times) < 2:
            return self.total * 1000
        return quantiles(self.times, n=100, method="inclusive")[percent - 1] * 1000


@dataclass(frozen=True)
class Figure:
    """One line of the report: `limit` is what the same machine does without Kedang around it."""

    name: str
    value: str
    limit: str = ""
    aim: str = ""


def rate(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f}/s"


def laps(deed: Callable[[int], object], count: int) -> Watch:
    """Repeat `deed`; the first time is to warm up and does not count."""
    deed(0)
    watch = Watch()
    for number in range(1, count + 1):
        with watch.lap():
            deed(number)
    return watch


def milliseconds(watch: Watch) -> str:
    mean = watch.total_cpu / (len(watch.cpu) or 1) * 1000
    return f"p50 {watch.percentile(50):.1f} ms, p95 {watch.percentile(95):.1f} ms, CPU {mean:.1f} ms"


def print_table(title: str, figures: list[Figure]) -> None:
    """A table as docs/performance.md holds it."""
    tell(f"\n## {title}\n")
    tell("| | Kedang | limit in the same run | aim |")
    tell("|---|---|---|---|")
    for figure in figures:
        tell(f"| {figure.name} | {figure.value} | {figure.limit} | {figure.aim} |")
