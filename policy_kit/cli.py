"""The commands. Each reads, asks one function, and prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from policy_kit import __version__

if TYPE_CHECKING:  # nothing but click is imported until a command runs
    from datetime import date
    from pathlib import Path

    from policy_kit.audit.run import Made, Wanted
    from policy_kit.model import KitError

FORMATS = ("html", "md", "docx", "pdf")
REPORTS = ("text", "json")
AUDIENCES = ("governors", "head", "council")


class _Day(click.ParamType["date"]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from datetime import date

        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; write it year first, for example 2026-09-24.", param, ctx)


class _File(click.ParamType["Path"]):
    name = "path"

    def convert(self, value: Any, *_: object) -> Path:
        from pathlib import Path

        return Path(value)


ON = click.option("--on", type=_Day(), metavar="DATE", help="Judge by the law of this day (default: today).")

CHECKLIST = click.option(
    "--checklist",
    "checklists",
    multiple=True,
    metavar="ID|PATH",
    help="A checklist: kcc, dfe, or your own YAML file. Repeatable. Default: your council's, if known, and the DfE's.",
)


class _Program(click.Group):
    def __call__(self, *args: Any, **options: Any) -> Any:
        """Look for rubbish seldom, and not at the end: a command ends soon, and needs nearly all that it makes."""
        import atexit
        import gc

        gc.set_threshold(100_000)
        atexit.register(gc.freeze)  # which leaves the interpreter nothing to look through
        return super().__call__(*args, **options)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policy-kit")
def main() -> None:
    """Write, check and publish a school's attendance policy (England)."""


@main.command()
@click.argument("file", type=_File())
@CHECKLIST
@ON
@click.option(
    "--format", "form", type=click.Choice(REPORTS), default="text", show_default=True, help="How to report."
)
@click.option(
    "--full", is_flag=True, help="Text only: every task at length, and the words found for each line."
)
@click.option(
    "-o",
    "--output",
    type=_File(),
    help="Write the report to this new file.",
)
def check(
    file: Path, checklists: tuple[str, ...], on: date | None, form: str, full: bool, output: Path | None
) -> None:
    """Say line by line what a policy covers, what is missing, and what is wrong.

    Exit status: 0 nothing outstanding, 1 something outstanding, 2 the check could not be made.
    """
    with _door():
        from policy_kit.document.unreadable import Unreadable
        from policy_kit.judge import TrustsOwn, judge
        from policy_kit.report import json, text
        from policy_kit.source import Faulty

        try:
            reports = judge(file, checklists, on or _today())
        except Faulty as error:
            if form == "json":
                click.echo(json.faulty(str(file), error.findings, on or _today()), nl=False)
            raise
        except Unreadable as error:
            if form == "json":
                click.echo(json.unread(str(file), str(error), on or _today()), nl=False)
            raise
        except TrustsOwn as found:
            told = text.trust(str(file), found.policy)
            _tell(json.unjudged(str(file), told, on or _today()) if form == "json" else told, output)
            return
        told = json.write(reports) if form == "json" else text.write(reports, full=full)
        _tell(told, output)
    sys.exit(any(finding.outstanding for report in reports for finding in report.findings))


@main.command()
@click.argument("file", type=_File())
@click.option(
    "--format", "form", type=click.Choice(REPORTS), default="text", show_default=True, help="How to print."
)
@ON
def facts(file: Path, form: str, on: date | None) -> None:
    """Print the facts that a policy states: times, people, thresholds, dates, each with every place.

    Values that contradict each other are marked. Exit status: 0 printed, 2 the file could not be read.
    """
    with _door():
        from policy_kit import facts as ledger
        from policy_kit.report import facts as report

        title, entries, headings = ledger.facts(file, on or _today())
        told = (
            report.as_json(str(file), entries)
            if form == "json"
            else report.write(title, str(file), entries, headings)
        )
        click.echo(told, nl=False)


@main.command()
@click.argument("file", type=_File())
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=_File(),
    help="The folder to write into.",
)
@click.option(
    "--format", "formats", default=",".join(FORMATS), show_default=True, help="Which formats, with commas."
)
@click.option("--templates", type=_File(), help="A folder whose templates come before the kit's.")
@click.option("--logo", type=_File(), help="The school's logo, a PNG or JPEG file.")
@click.option("--colour", metavar="HEX", help="The school's colour, for example 1d4f91.")
@click.option(
    "--overwrite", is_flag=True, help="Replace files that the kit did not write, or that were changed since."
)
@ON
def publish(
    file: Path,
    folder: Path,
    formats: str,
    templates: Path | None,
    logo: Path | None,
    colour: str | None,
    overwrite: bool,
    on: date | None,
) -> None:
    """Write the document that goes on the school's website: HTML, Markdown, Word and PDF."""
    with _door():
        from policy_kit import compose, law, policy
        from policy_kit.judge import policy_day
        from policy_kit.publish import publish as write
        from policy_kit.render.look import Look

        chosen = _formats(formats)
        source = policy.load(file)
        in_force = law.load_law(policy_day(source.data, on or _today()))
        document = compose.compose(source, in_force, templates=templates)
        facts = compose.facts(source, document)
        look = Look(_bytes(logo), logo.name if logo else "", colour)
        written = write(
            document,
            facts,
            folder,
            name=file.stem,
            formats=chosen,
            look=look,
            templates=templates,
            overwrite=overwrite,
        )
        for path in written:
            click.echo(path)


@main.command()
@click.argument("folder", type=_File())
@click.option("-o", "--output", "out", required=True, type=_File(), help="The folder to write into.")
@click.option(
    "--schools", type=_File(), help="A CSV file of schools, with the columns of the national register."
)
@click.option(
    "--checklist",
    "checklists",
    multiple=True,
    metavar="ID|PATH",
    help="A checklist: kcc, dfe, or your own YAML file. Repeatable. Default: each school's council's and the DfE's.",
)
@ON
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="How many files to judge at once (default: all processors)."
)
@click.option(
    "--previous", type=_File(), help="The results.json of an audit before, to tell what has changed."
)
@click.option(
    "--overwrite", is_flag=True, help="Replace files that the kit did not write, or that were changed since."
)
def audit(
    folder: Path,
    out: Path,
    schools: Path | None,
    checklists: tuple[str, ...],
    on: date | None,
    jobs: int | None,
    previous: Path | None,
    overwrite: bool,
) -> None:
    """Judge every policy in a folder, zip files too, and write one table of them all.

    What has been judged is kept in the output folder: stopped at any moment, the same command goes on from there.

    Exit status: 0 every file was checked, 1 some were not, 2 the audit could not be made.
    """
    with _door():
        from policy_kit.audit.run import Wanted
        from policy_kit.report import audit_text

        wanted = Wanted(folder, out, on or _today(), checklists, schools, previous, jobs or 0, overwrite)
        made = _audited(wanted)
        click.echo(audit_text.write(made.audit, made.known))
        for path in made.written:
            click.echo(path)
    sys.exit(bool(made.audit.not_checked()))


@main.command()
@click.argument("file", type=_File())
@click.option(
    "--for",
    "audience",
    required=True,
    type=click.Choice(AUDIENCES),
    help="governors: the checklist filled in, with all that a board asks; head: what to do next, with the words; "
    "council: the form alone.",
)
@click.option("-o", "--output", "folder", required=True, type=_File(), help="The folder to write into.")
@click.option(
    "--previous", type=_File(), help="An earlier version of the policy, to say what has changed (governors)."
)
@CHECKLIST
@click.option(
    "--format", "formats", default="html,docx,pdf", show_default=True, help="Which formats, with commas."
)
@ON
@click.option("--templates", type=_File(), help="A folder whose templates come before the kit's.")
@click.option(
    "--overwrite", is_flag=True, help="Replace files that the kit did not write, or that were changed since."
)
def report(
    file: Path,
    audience: str,
    folder: Path,
    previous: Path | None,
    checklists: tuple[str, ...],
    formats: str,
    on: date | None,
    templates: Path | None,
    overwrite: bool,
) -> None:
    """Write what was found about a policy for a board, a headteacher or a council: HTML, Word and PDF.

    Exit status: 0 written, 1 the document is no attendance policy, 2 the report could not be made.
    """
    with _door():
        from policy_kit import pack
        from policy_kit.judge import TrustsOwn
        from policy_kit.model import KitError
        from policy_kit.publish import publish as write
        from policy_kit.render.look import Look
        from policy_kit.report import text

        chosen = _formats(formats)
        if previous and audience != "governors":
            raise KitError("--previous goes with --for governors. Leave it out.")
        try:
            now = pack.judge(file, checklists, on or _today())
        except TrustsOwn as found:
            click.echo(text.trust(str(file), found.policy), nl=False)
            return
        if now.stranger:
            click.echo(text.write(now.reports), nl=False)
            sys.exit(1)
        before = pack.earlier(previous, now) if previous else None
        document = pack.pack(audience, now, before=before, templates=templates)
        written = write(
            document,
            (),
            folder,
            name=pack.name(file, audience),
            formats=chosen,
            look=Look(),
            templates=templates,
            overwrite=overwrite,
        )
        for path in written:
            click.echo(path)


@main.command()
@click.argument("file", type=_File())
def new(file: Path) -> None:
    """Write a first policy file to fill in, with an example of every key."""
    with _door():
        from policy_kit import data
        from policy_kit.model import KitError
        from policy_kit.publish import write_new
        from policy_kit.schema.starter import starter

        if file.suffix.lower() not in (".yaml", ".yml"):
            raise KitError(f"Give the file a name that ends in .yaml, such as {file.name}.yaml.")
        write_new(file, starter((data.SCHEMAS / "policy.schema.json").as_uri()).encode())
        click.echo(
            f"{file} is ready. Open it, fill in what stands in square brackets, and see what is missing:"
        )
        click.echo(f"    policy-kit check {file}")


@main.command()
def schema() -> None:
    """Print the schema of a policy file, for editors and other tools."""
    from policy_kit import data

    click.echo((data.SCHEMAS / "policy.schema.json").read_text(encoding="utf-8"), nl=False)


@main.command()
@click.argument("ident", required=False)
@ON
def checklists(ident: str | None, on: date | None) -> None:
    """List the checklists, or print the lines of one."""
    with _door():
        from policy_kit import checklist
        from policy_kit.report import listing

        told = (
            listing.lines(checklist.load(ident, on or _today()))
            if ident
            else listing.editions(checklist.available())
        )
        click.echo(told, nl=False)


@main.command()
@ON
def codes(on: date | None) -> None:
    """Print the attendance and absence codes in force."""
    with _door():
        from policy_kit import law
        from policy_kit.report import listing

        click.echo(listing.codes(law.load_law(on or _today())), nl=False)


@main.command()
@click.argument("rule")
@ON
def explain(rule: str, on: date | None) -> None:
    """Say in plain English what a rule or a line wants, why, on whose word, and what is accepted.

    RULE is a name as reports give it, such as LAW-1.1 or KCC-3.2.
    """
    with _door():
        from policy_kit.explain import explain as told

        click.echo(told(rule, on or _today()), nl=False)


def _audited(wanted: Wanted) -> Made:
    """The audit, with a bar on a terminal. Ctrl-C ends with the status 130 and says how to go on."""
    from policy_kit.audit import run

    shown = sys.stderr.isatty() and wanted.folder.is_dir()
    bar = click.progressbar(
        length=run.count(wanted.folder) if shown else 0, label="Judging", file=sys.stderr, hidden=not shown
    )
    try:
        with bar:
            return run.audit(wanted, lambda done: bar.update(done - bar.pos))
    except KeyboardInterrupt:
        click.echo(
            f"\nStopped. What has been judged is kept in {wanted.out}: run the same command again to go on.",
            err=True,
        )
        sys.exit(130)


def _today() -> date:
    from datetime import date

    return date.today()


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [form for form in chosen if form not in FORMATS]
    if unknown or not chosen:
        from policy_kit.model import KitError

        raise KitError(f"There is no format “{', '.join(unknown)}”. Choose from {', '.join(FORMATS)}.")
    return chosen


def _bytes(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        from policy_kit.model import KitError

        raise KitError(f"{path}: this file cannot be read ({error.strerror}).") from error


def _tell(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    from policy_kit.publish import write_new

    write_new(output, text.encode())
    click.echo(f"The report is in {output}.")


def _problems(error: KitError) -> str:
    from policy_kit.report import lines, text
    from policy_kit.source import Faulty

    return text.problems(error.findings) if isinstance(error, Faulty) else f"{lines.harmless(str(error))}\n"


@contextmanager
def _door() -> Iterator[None]:
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


if __name__ == "__main__":
    main()
