"""Measure the kit against named peers: whole processes in pairs, and the median of the ratios.

    python benchmarks/run.py           measure, print the table
    python benchmarks/run.py --write   and put it into benchmarks/README.md

A ratio says more than a time: both processes of a pair run one after the other on the same machine, in turns as
to which is first, so that a busy moment slows both.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policy_kit import data

README = Path(__file__).resolve().parent / "README.md"
POLICY = data.EXAMPLES / "oakfield-primary.yaml"
START, END = "<!-- measured -->", "<!-- /measured -->"
COMMANDS = Path(sys.executable).parent
KIT = [str(COMMANDS / "policy-kit")]
MANY = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commands that do comparable work; `ours` is divided by `peer`."""

    says: str
    ours: list[str]
    peer_says: str
    peer: list[str]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        _keep_modules(Path(folder))
        rows = [_row(pair, options.runs) for pair in _pairs(Path(folder))]
    table = "\n".join([*_head(), *rows, "", _in_one_process(options.many)])
    sys.stdout.write(table + "\n")
    if options.write:
        _write(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15, help="pairs to run (15)")
    parser.add_argument("--many", type=int, default=MANY, help="policies to check in one process (1000)")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    return parser.parse_args()


def _keep_modules(folder: Path) -> None:
    """Let Python keep what it compiles, ours and the peers' alike, as it does where both are installed."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "modules")


def _pairs(folder: Path) -> Iterator[Pair]:
    python = [sys.executable, "-c"]
    nothing = [*python, "pass"]
    check = [*KIT, "check", str(POLICY)]
    publish = [*KIT, "publish", str(POLICY), "--overwrite", "-o", str(folder), "--format"]
    peer = [str(COMMANDS / "check-jsonschema"), "--schemafile"]
    schema = [*peer, str(data.SCHEMAS / "policy.schema.json"), str(POLICY)]
    html, pdf = [*publish, "html"], [*publish, "pdf"]
    libraries = [*python, "import jinja2, markdown_it, yaml, jsonschema"]
    yield Pair("`policy-kit --help`", [*KIT, "--help"], "`python -c pass`", nothing)
    yield Pair(
        "`policy-kit --help`", [*KIT, "--help"], "`python -c 'import click'`", [*python, "import click"]
    )
    yield Pair("`policy-kit check`", check, "`check-jsonschema`, same file and schema", schema)
    yield Pair("`policy-kit publish --format html`", html, "importing its four libraries", libraries)
    yield Pair("`policy-kit publish --format html`", html, "`policy-kit check`", check)
    yield Pair("`policy-kit publish --format docx`", [*publish, "docx"], "`… --format html`", html)
    yield Pair("`policy-kit publish --format pdf`", pdf, "`… --format html`", html)


def _row(pair: Pair, runs: int) -> str:
    """One row of the table: the median ratio, and the middle half of the ratios."""
    _seconds(pair.ours), _seconds(pair.peer)  # once unmeasured: caches fill
    ratios = [_ratio(pair, ours_first=turn % 2 == 0) for turn in range(runs)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return f"| {pair.says} | {pair.peer_says} | {middle:.2f} | {low:.2f} to {high:.2f} |"


def _ratio(pair: Pair, *, ours_first: bool) -> float:
    if ours_first:
        ours = _seconds(pair.ours)
        return ours / _seconds(pair.peer)
    peer = _seconds(pair.peer)
    return _seconds(pair.ours) / peer


def _seconds(command: list[str]) -> float:
    """How long a whole process takes; one that fails ends the benchmark, for its time would mean nothing."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _in_one_process(many: int) -> str:
    """Policies a second of processor time when one process loads, composes and checks many."""
    from policy_kit import checklist, compose, law, policy
    from policy_kit.check import check
    from policy_kit.model import Policy

    on = date(2026, 9, 1)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(shutil.copy(POLICY, Path(folder) / f"{number}.yaml")) for number in range(many)]
        start = time.process_time()
        in_force, edition = law.load_law(on), checklist.load("kcc", on)
        for path in paths:
            source = policy.load(path)
            check(Policy(source, compose.compose(source, in_force)), edition, in_force.figures, on)
        rate = many / (time.process_time() - start)
    return f"{many:,} policies loaded, composed and checked in one process: {rate:.0f} a second of processor time."


def _head() -> list[str]:
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    columns = ["| Ours | Peer | Ours ÷ peer, median | Middle half |", "|---|---|---|---|"]
    return [f"Measured on {machine}.", "", *columns]


def _write(table: str) -> None:
    before, _, rest = README.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
