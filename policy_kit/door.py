"""What all commands share: kinds of words, common options, the day, and the one door through which errors go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # nothing but click is imported until a command runs
    from datetime import date
    from pathlib import Path

    from policy_kit.model import KitError


class Day(click.ParamType["date"]):
    """A day, year first."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from datetime import date

        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; write it year first, for example 2026-09-24.", param, ctx)


class File(click.ParamType["Path"]):
    """The path of a file or a folder, whether it is there or not."""

    name = "path"

    def convert(self, value: Any, *_: object) -> Path:
        from pathlib import Path

        return Path(value)


ON = click.option("--on", type=Day(), metavar="DATE", help="Judge by the law of this day (default: today).")

CHECKLIST = click.option(
    "--checklist",
    "checklists",
    multiple=True,
    metavar="ID|PATH",
    help="A checklist: kcc, dfe, or your own YAML file. Repeatable. Default: your council's, if known, and the DfE's.",
)

TEMPLATES = click.option("--templates", type=File(), help="A folder whose templates come before the kit's.")
OVERWRITE = click.option(
    "--overwrite", is_flag=True, help="Replace files that the kit did not write, or that were changed since."
)


def today() -> date:
    """The day on which the command runs."""
    from datetime import date

    return date.today()


@contextmanager
def door() -> Iterator[None]:
    """The one place where an error becomes words and exit status 2."""
    try:
        yield
    except BrokenPipeError:  # whoever reads has seen enough; click ends in silence
        raise
    except Exception as error:
        from policy_kit.model import KitError

        if isinstance(error, KitError):
            click.echo(_problems(error), err=True, nl=False)
            sys.exit(2)
        import traceback

        from policy_kit.report.lines import harmless

        click.echo(harmless(traceback.format_exc()), err=True)
        click.echo(
            f"This is a fault in policy-kit ({type(error).__name__}), not in your file. Nothing was written. "
            "Please report it, with the lines above and, if you can, your file.",
            err=True,
        )
        sys.exit(2)


def _problems(error: KitError) -> str:
    from policy_kit.report import lines, text
    from policy_kit.source import Faulty

    return text.problems(error.findings) if isinstance(error, Faulty) else f"{lines.harmless(str(error))}\n"
