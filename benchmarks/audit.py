"""Prints how fast, how evenly and at what cost audits run, in one table.

    python benchmarks/audit.py [--pdfs DIR] [--growth 500,2000,5000,20000] [--only speed,writing,plan]

Measures, each printed with what it is held to:

  speed    agreements and pages a second at 1 and at 2 workers, the rounds taking turns, from the first
           result to the last; what the store takes of that time; and a plain loop over the same files
  restart  asking again for an audit that is finished, with the start of the program
  growth   the rate over each part of one long audit, and the memory of each worker over it
  ray      Ray beside the process pool, with as many workers
  writing  milliseconds that one writer needs for an agreement, into SQLite and (--postgresql) PostgreSQL
  plan     what --agreements of this kind need: cores, hours, storage, cost; needs speed and writing

--pdfs is a folder of PDFs for `speed` and `ray`; without it the corpus is rendered as PDF, multiplied.
`restart` and `growth` multiply the corpus as text, with other names, dates and numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

from agreement_builder import render_variant, slugs

from msla_check import Audit, MslaCheckError, Playbook, Reviewer
from msla_check.audit import AuditResult
from msla_check.audit.contents import content_hash
from msla_check.audit.outcomes import Task
from msla_check.audit.program import program_version
from msla_check.audit.store import Store
from msla_check.audit.store.writing import Writer, begin_run
from msla_check.audit.work import Worker

SHORT = "pinecrest-weak-two-pager"
PARTS = ("speed", "writing", "plan", "restart", "growth", "ray")
ROUNDS = 2
SAMPLE = 40
MANY = 100
"""Reviews of one worker from which a slope is told."""
CORES = (64, 256, 1024)


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
class Need:
    """What one agreement needs, as measured here."""

    core_seconds: float = 0.0
    pages: float = 0.0
    file_bytes: float = 0.0
    store_bytes: float = 0.0
    writing_seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0


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
    def working(self) -> float:
        """Seconds that workers were at work, added up, the first result left out."""
        return sum([result.seconds for _, result in self.results if result.fresh][1:])

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


def multiply(folder: Path, count: int, form: str, only: str = "", length: int | None = None) -> Path:
    """Fills a folder with that many variants of the corpus, in subfolders of a thousand; returns it."""
    names = [only] if only else slugs()
    for number in range(count):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        slug = names[number % len(names)]
        (place / f"{number:06}-{slug}.{form}").write_bytes(render_variant(slug, number, form)[:length])
    return folder


def plain_loop(folder: Path) -> float:
    """Returns the seconds of a core that the same files take one after another, without an audit."""
    reviewer = Reviewer()
    reviewer.review("1. Fees. USD 10 a month.")  # warm
    used = time.process_time()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            reviewer.review(path)
        except MslaCheckError:
            continue
    return time.process_time() - used


def measure_speed(table: Table, folder: Path, scratch: Path, need: Need) -> None:
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
    idle = [1 - run.working / (workers * run.steady) for workers, run in best.items()]
    table.add(
        "time that workers wait for work, 1 and 2", " and ".join(f"{100 * share:.1f} %" for share in idle)
    )
    for workers, run in best.items():
        share = 100 * run.writing / run.whole
        table.add(
            f"writing to the store, {workers} worker{'s' * (workers > 1)}",
            f"{share:.1f} % of the time",
            "at most 5 %",
        )
    reviewing = sum(result.core_seconds for _, result in best[1].results)
    table.add(
        "a plain loop of reviews beside a worker",
        f"{100 * plain_loop(folder) / reviewing:.0f} % of its core's time",
    )
    peaks = [result.peak_mb for _, result in best[2].results if result.fresh]
    table.add("peak memory of a worker", f"{max(peaks):.0f} MB, median {statistics.median(peaks):.0f} MB")
    size = (scratch / "speed-0-1.db").stat().st_size
    count = best[1].reviewed + 1
    table.add(
        "store", f"{size / count / 1000:.0f} kB an agreement, {size / best[1].pages / 1000:.1f} kB a page"
    )
    # Time of a core, not of the clock: others may share the machine while this is measured.
    used = sum(result.core_seconds for _, result in best[2].results)
    need.core_seconds = used / count
    table.add(
        "a core's time",
        f"{need.core_seconds:.2f} s an agreement, {1000 * used / best[1].pages:.0f} ms a page",
    )
    need.pages, need.store_bytes, need.peak_mb = best[1].pages / count, size / count, max(peaks)
    need.file_bytes = sum(path.stat().st_size for path in folder.rglob("*.pdf")) / count


def measure_writing(table: Table, folder: Path, stores: dict[str, str], need: Need) -> None:
    """Has one writer store the same outcomes under ever new keys, as a large audit's would come in."""
    playbook = Playbook.load("msla")
    worker = Worker({playbook.sha256: playbook}, program_version(ocr=True))
    outcomes = [
        worker.review(Task(str(path), path.name, content_hash(str(path)), playbook.sha256, "customer"))
        for path in sorted(folder.rglob("*.pdf"))[:SAMPLE]
    ]
    outcomes = [outcome for outcome in outcomes if not outcome.reason]
    for name, place in stores.items():
        store = Store.open(place)
        asked = {"request": "benchmark", "engine": "process", "side": "customer", "settings": {}}
        run = begin_run(store, {**asked, "rules": playbook.sha256, "program": program_version(ocr=True)})
        writer = Writer(store, run)
        for turn in range(10):
            for number, outcome in enumerate(outcomes):
                content = hashlib.sha256(f"{time.time_ns()} {turn} {number}".encode()).hexdigest()
                writer.add_outcome(replace(outcome, task=replace(outcome.task, content=content)))
            writer.write()
        seconds = writer.seconds / (10 * len(outcomes))
        table.add(f"one writer, {name}", f"{1000 * seconds:.1f} ms an agreement, {1 / seconds:.0f} a second")
        need.writing_seconds[name] = seconds


def print_plan(table: Table, need: Need, count: int, prices: dict[str, float]) -> None:
    """Multiplies what one agreement needs."""
    hours = count * need.core_seconds / 3600
    table.add(f"{count:,} agreements of {need.pages:.1f} pages", f"{hours:,.0f} core hours")
    for cores in CORES:
        table.add(
            f"on {cores:,} cores",
            f"{hours / cores:,.1f} hours, {cores / need.core_seconds:,.0f} agreements/s",
        )
    table.add("memory", f"{need.peak_mb / 1000:.2f} GB a core at the most")
    files, store = count * need.file_bytes / 1e12, count * need.store_bytes / 1e12
    table.add("storage", f"{files:.1f} TB of files, {store:.1f} TB of store")
    for name, seconds in need.writing_seconds.items():
        table.add(f"one writer to {name} is full at", f"{need.core_seconds / seconds:,.0f} cores")
    cost = hours * prices["core_hour"] + 1000 * (files + store) * prices["gb_month"]
    cost += 2 * count * prices["million_reads"] / 1e6
    assumed = f"USD {prices['core_hour']} a core hour, {prices['gb_month']} a GB and month, {prices['million_reads']} a million reads"
    table.add(f"cost at {assumed}", f"USD {cost:,.0f}, {1e6 * cost / count:,.0f} a million agreements")


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
    audit = Audit(store=store, workers=2)
    memory: dict[int, list[float]] = defaultdict(list)
    count, begin, since, work, writing = 0, 0, time.perf_counter(), 0.0, 0.0
    for result in audit.run([folder]):
        if not result.fresh:
            continue
        count += 1
        work += result.core_seconds
        memory[result.worker].append(result.resident_mb)
        if count in sizes:
            now, part = time.perf_counter(), count - begin
            written = audit.writing_seconds - writing
            costs = (
                f"{1000 * work / part:.1f} ms of a core and {1000 * written / part:.1f} ms of writing each"
            )
            table.add(
                f"agreements {begin + 1} to {count}", f"{part / (now - since):.1f} a second, {costs}", "level"
            )
            begin, since, work, writing = count, now, 0.0, audit.writing_seconds
    slopes = [
        statistics.linear_regression(range(len(later)), later).slope * 1000
        for held in memory.values()
        if len(later := held[len(held) // 10 :]) >= MANY
    ]
    table.add(
        f"memory of a worker over 1,000 agreements ({len(slopes)} workers)",
        f"{min(slopes):+.2f} to {max(slopes):+.2f} MB, {max(map(max, memory.values())):.0f} MB at the most",
        "flat",
    )
    table.add("store", f"{store.stat().st_size / count / 1000:.0f} kB an agreement")


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
    parser.add_argument(
        "--length",
        type=int,
        help="characters of each text for `growth`: short ones, where many are to be had soon",
    )
    parser.add_argument("--postgresql", metavar="URL", help="an empty database, for `writing`")
    parser.add_argument("--agreements", type=int, default=10_000_000, help="for `plan`")
    parser.add_argument("--core-hour", type=float, default=0.04, help="US dollars, for `plan`")
    parser.add_argument("--gb-month", type=float, default=0.023, help="US dollars, for `plan`")
    parser.add_argument("--million-reads", type=float, default=0.4, help="US dollars, for `plan`")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"--only knows {', '.join(PARTS)}, not {unknown[0]}")
    sizes = [int(size) for size in options.growth.split(",")]
    table = Table()
    with tempfile.TemporaryDirectory(prefix="msla-audit-") as name:
        scratch = Path(name)
        need = Need()
        if {"speed", "writing", "ray"} & set(parts):
            folder = options.pdfs or multiply(scratch / "pdfs", options.count, "pdf")
        if "speed" in parts:
            measure_speed(table, folder, scratch, need)
        if "writing" in parts:
            stores = {"SQLite": str(scratch / "writing.db"), "PostgreSQL": options.postgresql}
            measure_writing(table, folder, {name: place for name, place in stores.items() if place}, need)
        if "plan" in parts and {"speed", "writing"} <= set(parts):
            prices = {name: getattr(options, name) for name in ("core_hour", "gb_month", "million_reads")}
            print_plan(table, need, options.agreements, prices)
        if "ray" in parts:
            measure_ray(table, folder, scratch)
        if "growth" in parts or "restart" in parts:
            texts = multiply(scratch / "texts", sizes[-1], "txt", SHORT, options.length)
            measure_growth(table, texts, scratch / "growth.db", sizes)
        if "restart" in parts:
            measure_restart(table, texts, scratch / "growth.db")


if __name__ == "__main__":
    main()
