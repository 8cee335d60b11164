"""Measure an audit against named peers: the same files, the same number of processes.

    python benchmarks/audit.py                   600 mixed files, 150 of one format against its peer
    python benchmarks/audit.py --files 6000      the same at another size, to see whether time and memory grow with it
    python benchmarks/audit.py --write           put the table into benchmarks/README.md

Peers: `pdftotext` for PDF; opening the zip and parsing its XML for Word. Each pair is run in turns, three times, and
the median of the ratios is told. Needs `pdftotext` (poppler-utils) for the first.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from submissions import make

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- audit -->", "<!-- /audit -->"
KIT = [str(Path(sys.executable).parent / "policy-kit")]
JOBS = 2
UNZIP = (
    "import sys, zipfile; from lxml import etree\n"
    "for name in sys.argv[1:]:\n"
    "    try:\n"
    "        with zipfile.ZipFile(name) as package: etree.fromstring(package.read('word/document.xml'))\n"
    "    except (zipfile.BadZipFile, KeyError): pass"
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--each", type=int, default=150, help="files of one format against its peer (150)")
    parser.add_argument("--only", help="all of the mixed files in one format")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = [
            *_mixed(Path(folder), options.files, options.only),
            *_peers(Path(folder), options.each, options.runs),
        ]
    table = "\n".join(lines)
    sys.stdout.write(table + "\n")
    if options.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(START)
        README.write_text(f"{before}{START}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def _mixed(folder: Path, files: int, only: str | None) -> Iterator[str]:
    """How long an audit of mixed files takes, and again when nothing has changed, and the most memory it took."""
    given, out = folder / "mixed", folder / "out"
    make(given, files, 1, only)
    first, memory = _audit(given, out, folder)
    again, _ = _audit(given, out, folder)
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    judged = len(results.get("rows", results.get("files", ())))
    speed = f"{first:.0f} s, {files / first:.1f} a second"
    yield f"{files:,} {only or 'mixed'} files ({judged:,} told of), {JOBS} jobs: {speed}."
    yield f"Again with nothing changed: {again:.1f} s. The most memory of the main process: {memory} MB."
    yield ""


def _peers(folder: Path, each: int, runs: int) -> Iterator[str]:
    yield f"| Audit of {each} files, {JOBS} jobs | Peer, {JOBS} processes | Ours ÷ peer, median | A file of ours |"
    yield "|---|---|---|---|"
    peers: tuple[tuple[str, str, Callable[[list[str]], list[str]]], ...] = (
        (
            "pdf",
            "`pdftotext`",
            lambda names: ["sh", "-c", 'for f; do pdftotext "$f" /dev/null; done', "sh", *names],
        ),
        ("docx", "unzip and parse", lambda names: [sys.executable, "-c", UNZIP, *names]),
        ("yaml", "", lambda _: []),
    )
    for form, says, command in peers:
        given = folder / form
        make(given, each, 2, form)
        names = sorted(str(path) for path in given.rglob(f"*.{form}"))
        pairs = [_pair(given, folder, names, command if says else None) for _ in range(runs)]
        ours = statistics.median(pair[0] for pair in pairs)
        ratio = f"{statistics.median(a / b for a, b in pairs):.1f}" if says else ""
        yield f"| {form} | {says} | {ratio} | {ours / each * 1000:.0f} ms |"


def _pair(
    given: Path, folder: Path, names: list[str], command: Callable[[list[str]], list[str]] | None
) -> tuple[float, float]:
    out = folder / "pair"
    shutil.rmtree(out, ignore_errors=True)
    ours, _ = _audit(given, out, folder, "--tables-only")
    if command is None:
        return ours, 1.0
    start = time.perf_counter()
    running = [
        subprocess.Popen(command(names[part::JOBS]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for part in range(JOBS)
    ]
    for process in running:
        process.wait()
    return ours, time.perf_counter() - start


def _audit(given: Path, out: Path, folder: Path, *more: str) -> tuple[float, int]:
    """Seconds, and the most memory in MB of the process that is not reading."""
    schools = given.with_name(f"{given.name}-schools.csv")
    command = [
        *KIT,
        "audit",
        str(given),
        "-o",
        str(out),
        "--jobs",
        str(JOBS),
        "--schools",
        str(schools),
        *more,
    ]
    start = time.perf_counter()
    with (folder / "told.txt").open("w") as told:
        process = subprocess.Popen([*command, "--on", "2026-11-22"], stdout=told, stderr=told)
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - start, used.ru_maxrss // (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
