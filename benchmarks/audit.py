"""Prints how fast, how evenly and at what cost audits run, in one table.

    python benchmarks/audit.py [--pdfs DIR] [--count 500] [--growth 500,2000,5000] [--only speed,...]

Measures, each printed with what it is held to:

  speed    agreements and pages a second at 1 and at 2 workers, the rounds taking turns, from the first
           result to the last; what the store takes of that time; and a plain loop over the same files
  restart  asking again for an audit that is finished, with the start of the program
  growth   the rate over each part of one long audit, and the memory of each worker over it
  ray      Ray beside the process pool, with as many workers

--pdfs is a folder of PDFs for `speed` and `ray`; without it the corpus is rendered as PDF, multiplied.
`restart` and `growth` multiply the corpus as text, with other names, dates and numbers.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

from agreement_builder import render_variant, slugs

from msla_check import Audit, MslaCheckError, Reviewer
from msla_check.audit import AuditResult

SHORT = "pinecrest-weak-two-pager"
PARTS = ("speed", "restart", "growth", "ray")
ROUNDS = 2


@dataclass
class Table:
    """The lines of the table, printed as they come."""

    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        print("| measure | value | held to |\n| --- | --- | --- |", flush=True)

    def add(self, measure: str, value: str, held_to: str = "") -> None:
        """Prints a line."""
        print(f"| {measure} | {value} | {held_to} |", flush=True)


@dataclass
class Timed:
    """An audit and its results with the moment of each, in seconds from the start."""

    results: list[tuple[float, AuditResult]]
    whole: float
    writing: float

    @property
    def steady(self) -> float:
        """Seconds from the first result that was reviewed to the last: without the start of workers."""
        moments = [moment for moment, result in self.results if result.fresh]
        return moments[-1] - moments[0]

    @property
    def reviewed(self) -> int:
        """Agreements that were reviewed."""
        return sum(1 for _, result in self.results if result.fresh) - 1

    @property
    def pages(self) -> int:
        """Pages that were reviewed."""
        return sum(result.pages or 0 for _, result in self.results if result.fresh)


def timed_audit(folder: Path, store: Path, **options: object) -> Timed:
    """Audits a folder into a store and takes the time."""
    started = time.perf_counter()
    audit = Audit(store=store, **options)  # type: ignore[arg-type]
    results = [(time.perf_counter() - started, result) for result in audit.run([folder])]
    return Timed(results, time.perf_counter() - started, audit.writing_seconds)


def multiply(folder: Path, count: int, form: str, only: str = "") -> Path:
    """Fills a folder with that many variants of the corpus, in subfolders of a thousand; returns it."""
    names = [only] if only else slugs()
    for number in range(count):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        slug = names[number % len(names)]
        (place / f"{number:06}-{slug}.{form}").write_bytes(render_variant(slug, number, form))
    return folder


def plain_loop(folder: Path) -> float:
    """Returns the seconds that the same files take one after another, without an audit."""
    reviewer = Reviewer()
    reviewer.review("1. Fees. USD 10 a month.")  # warm
    started = time.perf_counter()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            reviewer.review(path)
        except MslaCheckError:
            continue
    return time.perf_counter() - started


def measure_speed(table: Table, folder: Path, scratch: Path) -> None:
    """One and two workers take turns; the best round of each counts, since others share the machine."""
    best: dict[int, Timed] = {}
    for turn in range(ROUNDS):
        for workers in (1, 2):
            run = timed_audit(folder, scratch / f"speed-{turn}-{workers}.db", workers=workers)
            if workers not in best or run.steady < best[workers].steady:
                best[workers] = run
    for workers, run in best.items():
        rate = f"{run.reviewed / run.steady:.2f} agreements/s, {run.pages / run.steady:.1f} pages/s"
        table.add(
            f"{workers} worker{'s' * (workers > 1)}, {run.reviewed + 1} agreements, {run.pages} pages", rate
        )
    table.add("2 workers beside 1", f"{best[1].steady / best[2].steady:.2f} times", "at least 1.85")
    for workers, run in best.items():
        share = 100 * run.writing / run.whole
        table.add(
            f"writing to the store, {workers} worker{'s' * (workers > 1)}",
            f"{share:.1f} % of the time",
            "at most 5 %",
        )
    plain = plain_loop(folder)
    table.add("1 worker beside a plain loop of reviews", f"{100 * plain / best[1].steady:.0f} % of its speed")
    peaks = [result.peak_mb for _, result in best[2].results if result.fresh]
    table.add("peak memory of a worker", f"{max(peaks):.0f} MB, median {statistics.median(peaks):.0f} MB")
    size = (scratch / "speed-0-1.db").stat().st_size
    table.add(
        "store",
        f"{size / (best[1].reviewed + 1) / 1000:.0f} kB an agreement, {size / best[1].pages / 1000:.1f} kB a page",
    )


def measure_restart(table: Table, folder: Path, store: Path) -> None:
    """Asks again for what is in the store, as a user would: by the command, from a cold start."""
    command = [sys.executable, "-c", "from msla_check.cli import main; main()", "audit", str(folder)]
    started = time.perf_counter()
    outcome = subprocess.run(
        [*command, "--store", str(store), "--quiet"], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    said = outcome.stdout.splitlines()[0].split(", in ")[0]
    table.add(f"asked again: {said}", f"{seconds:.1f} s", "at most 5 s for 5,000")


def measure_growth(table: Table, folder: Path, store: Path, sizes: list[int]) -> None:
    """Cuts one long audit at the sizes asked for: were it not linear, its later parts would be slower."""
    run = timed_audit(folder, store, workers=2)
    fresh = [(moment, result) for moment, result in run.results if result.fresh]
    for begin, end in zip([0, *sizes], sizes, strict=False):
        seconds = fresh[end - 1][0] - fresh[begin][0]
        table.add(
            f"agreements {begin + 1} to {end}", f"{(end - begin) / seconds:.1f} a second", "level: linear"
        )
    table.add("writing to the store", f"{100 * run.writing / run.whole:.1f} % of the time", "at most 5 %")
    memory: dict[int, list[float]] = defaultdict(list)
    for _, result in fresh:
        memory[result.worker].append(result.resident_mb)
    for number, held in enumerate(memory[worker] for worker in sorted(memory)):
        later = held[len(held) // 10 :]
        slope = statistics.linear_regression(range(len(later)), later).slope * 1000
        ends = f"{later[0]:.0f} MB after {len(held) - len(later)}, {later[-1]:.0f} MB after {len(held)}"
        table.add(f"memory of worker {number + 1}", f"{slope:+.2f} MB for 1,000 agreements ({ends})", "flat")
    table.add("store", f"{store.stat().st_size / len(fresh) / 1000:.0f} kB an agreement")


def measure_ray(table: Table, folder: Path, scratch: Path) -> None:
    """Ray and the pool take turns with two workers, each timed whole; the first turn starts Ray itself."""
    best: dict[str, float] = {}
    for turn in range(ROUNDS + 1):
        for engine in ("process", "ray"):
            run = timed_audit(folder, scratch / f"ray-{turn}-{engine}.db", workers=2, engine=engine)
            if turn > 0:
                best[engine] = max(best.get(engine, 0.0), (run.reviewed + 1) / run.whole)
    for engine, name in (("process", "pool of processes"), ("ray", "Ray")):
        table.add(
            f"{name} on this machine, 2 workers, their start included", f"{best[engine]:.2f} agreements/s"
        )
    table.add("Ray beside the pool", f"{100 * best['ray'] / best['process']:.0f} %", "at least 85 %")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pdfs", type=Path, help="a folder of PDFs")
    parser.add_argument("--count", type=int, default=160, help="variants of the corpus, without --pdfs")
    parser.add_argument("--growth", default="500,2000,5000", help="sizes of the long audit, rising")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"--only knows {', '.join(PARTS)}, not {unknown[0]}")
    sizes = [int(size) for size in options.growth.split(",")]
    table = Table()
    with tempfile.TemporaryDirectory(prefix="msla-audit-") as name:
        scratch = Path(name)
        if "speed" in parts or "ray" in parts:
            folder = options.pdfs or multiply(scratch / "pdfs", options.count, "pdf")
        if "speed" in parts:
            measure_speed(table, folder, scratch)
        if "ray" in parts:
            measure_ray(table, folder, scratch)
        if "growth" in parts or "restart" in parts:
            texts = multiply(scratch / "texts", sizes[-1], "txt", SHORT)
            measure_growth(table, texts, scratch / "growth.db", sizes)
        if "restart" in parts:
            measure_restart(table, texts, scratch / "growth.db")


if __name__ == "__main__":
    main()
