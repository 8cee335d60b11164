"""Make a folder of submissions, as a council gets them: the examples, varied in wording, length and format.

    python benchmarks/submissions.py FOLDER --files 600 --seed 1

Every file is the policy of a school of its own, in one of five formats; one in fifty is no policy, or broken. The
same seed makes the same folder. A file `schools.csv` beside it lists the schools, and a few that have sent nothing.
"""

import argparse
import csv
import random
import re
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import repeat
from pathlib import Path

import yaml

from policy_kit import compose, data, law, policy
from policy_kit.render import render
from policy_kit.render.look import Look
from policy_kit.source import parse

ON = date(2026, 11, 22)
FORMATS = (("pdf", 45), ("docx", 25), ("html", 12), ("md", 8), ("yaml", 10))
EXAMPLES = (
    "oakfield-primary",
    "weald-view-primary",
    "harbour-academy",
    "willow-bank-special",
    "fernhill-draft",
)
FIRST = (
    "Ash",
    "Beech",
    "Cherry",
    "Elder",
    "Hawthorn",
    "Hazel",
    "Holly",
    "Juniper",
    "Larch",
    "Maple",
    "Rowan",
    "Willow",
)
LAST = ("bank", "croft", "dale", "field", "gate", "hill", "hurst", "lea", "mead", "ridge", "wick", "wood")
KIND = (
    "Primary School",
    "Church of England Primary School",
    "Junior School",
    "Infant School",
    "Academy",
    "High School",
)
SPARED = ("format", "school", "extends")
OTHER = "Minutes of the summer fair committee. We will need forty chairs, two tents and a great many cakes. "


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[name for name, _ in FORMATS], help="all of one format")
    options = parser.parse_args()
    make(options.folder, options.files, options.seed, options.only)


def make(folder: Path, files: int, seed: int, only: str | None = None) -> None:
    """The folder, which must not be there yet, and `schools.csv` beside it."""
    folder.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:
        rows = list(pool.map(_one, range(files), repeat(folder), repeat(seed), repeat(only), chunksize=20))
    with folder.with_name(f"{folder.name}-schools.csv").open("w", newline="", encoding="utf-8") as stream:
        write = csv.writer(stream)
        write.writerow(
            ["URN", "EstablishmentName", "LA (name)", "PhaseOfEducation (name)", "EstablishmentStatus (name)"]
        )
        write.writerows([*rows, *(_silent(n) for n in range(files // 20))])


def _one(number: int, folder: Path, seed: int, only: str | None) -> list[str]:
    chance = random.Random(f"{seed}-{number}")  # noqa: S311 - nothing is secret
    urn, name = f"{900000 + number}", _name(number, chance)
    form = only or chance.choices([f for f, _ in FORMATS], [weight for _, weight in FORMATS])[0]
    path = folder / f"{chr(97 + number % 26)}" / f"{urn} attendance policy.{form}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_broken(form, chance) if number % 50 == 49 else _policy(name, form, chance, folder))
    return [urn, name, "Kent", "Primary", "Open"]


def _name(number: int, chance: random.Random) -> str:
    return f"{chance.choice(FIRST)}{chance.choice(LAST)} {chance.choice(KIND)} {number}"


def _silent(number: int) -> list[str]:
    return [f"{990000 + number}", f"Quiet Lane School {number}", "Kent", "Primary", "Open"]


def _policy(name: str, form: str, chance: random.Random, folder: Path) -> bytes:
    text = _varied(chance.choice(EXAMPLES), name, chance)
    if form == "yaml":
        return text.encode()
    path = folder / f".{chance.random()}.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        return render(compose.compose(policy.load(path), law.load_law(ON)), form, Look())
    finally:
        path.unlink()


def _varied(example: str, name: str, chance: random.Random) -> str:
    """An example under another name, without some of what it says, and at other times of the day."""
    told = parse(_text(example), example).data
    for key in [key for key in told if key not in SPARED and chance.random() < 0.25]:
        del told[key]
    told["school"]["name"] = name
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=1000)
    later = chance.choice((0, 5, 10))
    return re.sub(
        r"'(\d\d):([0-4])(\d)'", lambda t: f"'{t[1]}:{(int(t[2]) * 10 + int(t[3]) + later):02}'", text
    )


@cache
def _text(example: str) -> str:
    return (data.EXAMPLES / f"{example}.yaml").read_text(encoding="utf-8")


def _broken(form: str, chance: random.Random) -> bytes:
    """What a council gets as well: an empty file, half a file, and something else."""
    return chance.choice((b"", b"%PDF-1.7 and then nothing", OTHER.encode() * 20, f"{form}?".encode()))


if __name__ == "__main__":
    main()
