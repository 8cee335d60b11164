"""The commands. Each reads, asks one function, and prints."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from policy_kit import __version__, cli_audit, cli_show
from policy_kit.door import CHECKLIST, ON, OVERWRITE, TEMPLATES, File, door, today

if TYPE_CHECKING:  # nothing but click is imported until a command runs
    from datetime import date
    from pathlib import Path


FORMATS = ("html", "md", "docx", "pdf")
REPORTS = ("text", "json")
AUDIENCES = ("governors", "head", "council")


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
@click.argument("file", type=File())
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
    type=File(),
    help="Write the report to this new file.",
)
def check(
    file: Path, checklists: tuple[str, ...], on: date | None, form: str, full: bool, output: Path | None
) -> None:
    """Say line by line what a policy covers, what is missing, and what is wrong.

    Exit status: 0 nothing outstanding, 1 something outstanding, 2 the check could not be made.
    """
    with door():
        from policy_kit.document.unreadable import Unreadable
        from policy_kit.judge import TrustsOwn, judge
        from policy_kit.report import json, text
        from policy_kit.source import Faulty

        try:
            reports = judge(file, checklists, on or today())
        except Faulty as error:
            if form == "json":
                click.echo(json.faulty(str(file), error.findings, on or today()), nl=False)
            raise
        except Unreadable as error:
            if form == "json":
                click.echo(json.unread(str(file), str(error), on or today()), nl=False)
            raise
        except TrustsOwn as found:
            told = text.trust(str(file), found.policy)
            _tell(json.unjudged(str(file), told, on or today()) if form == "json" else told, output)
            return
        told = json.write(reports) if form == "json" else text.write(reports, full=full)
        _tell(told, output)
    sys.exit(any(finding.outstanding for report in reports for finding in report.findings))


@main.command()
@click.argument("file", type=File())
@click.option(
    "--format", "form", type=click.Choice(REPORTS), default="text", show_default=True, help="How to print."
)
@ON
def facts(file: Path, form: str, on: date | None) -> None:
    """Print the facts that a policy states: times, people, thresholds, dates, each with every place.

    Values that contradict each other are marked. Exit status: 0 printed, 2 the file could not be read.
    """
    with door():
        from policy_kit import facts as ledger
        from policy_kit.report import facts as report

        title, entries, headings = ledger.facts(file, on or today())
        told = (
            report.as_json(str(file), entries)
            if form == "json"
            else report.write(title, str(file), entries, headings)
        )
        click.echo(told, nl=False)


@main.command()
@click.argument("file", type=File())
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=File(),
    help="The folder to write into.",
)
@click.option(
    "--format", "formats", default=",".join(FORMATS), show_default=True, help="Which formats, with commas."
)
@TEMPLATES
@click.option("--logo", type=File(), help="The school's logo, a PNG or JPEG file.")
@click.option("--colour", metavar="HEX", help="The school's colour, for example 1d4f91.")
@OVERWRITE
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
    with door():
        from policy_kit import compose, law, policy
        from policy_kit.judge import policy_day
        from policy_kit.publish import publish as write
        from policy_kit.render.look import Look

        chosen = _formats(formats)
        source = policy.load(file)
        in_force = law.load_law(policy_day(source.data, on or today()))
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


for _command in (
    cli_audit.audit,
    cli_audit.audit_agreement,
    cli_show.schema,
    cli_show.checklists,
    cli_show.codes,
    cli_show.explain,
):
    main.add_command(_command)


@main.command()
@click.argument("file", type=File())
@click.option(
    "--for",
    "audience",
    required=True,
    type=click.Choice(AUDIENCES),
    help="governors: the checklist filled in, with all that a board asks; head: what to do next, with the words; "
    "council: the form alone.",
)
@click.option("-o", "--output", "folder", required=True, type=File(), help="The folder to write into.")
@click.option(
    "--previous", type=File(), help="An earlier version of the policy, to say what has changed (governors)."
)
@CHECKLIST
@click.option(
    "--format", "formats", default="html,docx,pdf", show_default=True, help="Which formats, with commas."
)
@ON
@TEMPLATES
@OVERWRITE
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
    with door():
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
            now = pack.judge(file, checklists, on or today())
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
@click.argument("file", type=File())
def new(file: Path) -> None:
    """Write a first policy file to fill in, with an example of every key."""
    with door():
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


if __name__ == "__main__":
    main()
