"""The commands that show what the kit knows: its format, checklists, codes and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policy_kit.door import ON, door, today

if TYPE_CHECKING:  # nothing but click is imported until a command runs
    from datetime import date


@click.command()
def schema() -> None:
    """Print the schema of a policy file, for editors and other tools."""
    from policy_kit import data

    click.echo((data.SCHEMAS / "policy.schema.json").read_text(encoding="utf-8"), nl=False)


@click.command()
@click.argument("ident", required=False)
@ON
def checklists(ident: str | None, on: date | None) -> None:
    """List the checklists, or print the lines of one."""
    with door():
        from policy_kit import checklist
        from policy_kit.report import listing

        told = (
            listing.lines(checklist.load(ident, on or today()))
            if ident
            else listing.editions(checklist.available())
        )
        click.echo(told, nl=False)


@click.command()
@ON
def codes(on: date | None) -> None:
    """Print the attendance and absence codes in force."""
    with door():
        from policy_kit import law
        from policy_kit.report import listing

        click.echo(listing.codes(law.load_law(on or today())), nl=False)


@click.command()
@click.argument("rule")
@ON
def explain(rule: str, on: date | None) -> None:
    """Say in plain English what a rule or a line wants, why, on whose word, and what is accepted.

    RULE is a name as reports give it, such as LAW-1.1 or KCC-3.2.
    """
    with door():
        from policy_kit.explain import explain as told

        click.echo(told(rule, on or today()), nl=False)
