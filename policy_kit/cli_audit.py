"""The commands of a council: the audit of a folder, and how far officers agree with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from policy_kit.door import ON, OVERWRITE, TEMPLATES, Day, File, door, today

if TYPE_CHECKING:  # nothing but click is imported until a command runs
    from datetime import date
    from pathlib import Path

    from policy_kit.audit.run import Made, Wanted


@click.command()
@click.argument("folder", type=File())
@click.option("-o", "--output", "out", required=True, type=File(), help="The folder to write into.")
@click.option(
    "--schools", type=File(), help="A CSV file of schools, with the columns of the national register."
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
    "--previous", type=File(), help="The results.json of an audit before, to tell what has changed."
)
@click.option(
    "--decisions",
    type=File(),
    help="A CSV file of officers' own answers. Default: decisions.csv in the output folder.",
)
@click.option("--tables-only", is_flag=True, help="Write no report and no letter for each school.")
@click.option("--from", "sender", default="", metavar="TEXT", help='Who writes the letters: "Name, Council".')
@click.option("--answer-by", type=Day(), metavar="DATE", help="By when the letters ask for an answer.")
@TEMPLATES
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Draw so many schools for a person to read blind."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The number by which the sample is drawn."
)
@OVERWRITE
def audit(
    folder: Path,
    out: Path,
    schools: Path | None,
    checklists: tuple[str, ...],
    on: date | None,
    jobs: int | None,
    previous: Path | None,
    overwrite: bool,
    decisions: Path | None,
    tables_only: bool,
    sender: str,
    answer_by: date | None,
    templates: Path | None,
    sample: int | None,
    seed: int,
) -> None:
    """Judge every policy in a folder, zip files too, and write one table of them all.

    With them come a report for each school and, with --schools, a letter or a reminder to each.

    What has been judged is kept in the output folder: stopped at any moment, the same command goes on from there.

    Exit status: 0 every file was checked, 1 some were not, 2 the audit could not be made.
    """
    with door():
        from policy_kit.audit.folders import Letters, Sample
        from policy_kit.audit.run import Wanted
        from policy_kit.report import audit_text, audits

        wanted = Wanted(
            folder,
            out,
            on or today(),
            checklists,
            schools,
            previous,
            jobs or 0,
            overwrite,
            decisions,
            None if tables_only else Letters(sender, answer_by, templates),
            Sample(sample, seed) if sample else None,
        )
        made = _audited(wanted)
        click.echo(audit_text.write(made.audit, made.known))
        for path in made.written:
            click.echo(path)
        for name, extra in audits.missing().items():
            click.echo(f"{name} was not written: it needs one more part: pip install 'policy-kit[{extra}]'")
        for name, shelved in made.shelved.items():
            click.echo(audit_text.shelved(out / name, shelved))
        if sample:
            click.echo(f"The sample is drawn with --seed {seed}.")
    sys.exit(bool(made.audit.not_checked()))


@click.command()
@click.argument("out", type=File())
@click.argument("forms", type=File(), nargs=-1, required=True)
def audit_agreement(out: Path, forms: tuple[Path, ...]) -> None:
    """Say how far people who have read a sample agree with the audit, line by line.

    OUT is the folder of the audit, and FORMS are its sample/form.csv, filled in, one for each person.
    """
    with door():
        from policy_kit.audit import agreement
        from policy_kit.report import agreement as report

        click.echo(report.write(agreement.load(out, forms)), nl=False)


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
