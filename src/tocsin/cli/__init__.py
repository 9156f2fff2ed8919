"""The command line: thin. It parses, calls the pipeline and prints; standard output carries results only.

Exit codes: 0 done; 1 some inputs refused or not coded (each named on standard error, the rest done), or the command
failed; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.cli import deciding, looking, reading, serving, showing, watching
from tocsin.cli.console import DEFAULT_LEDGER, INTERRUPTED, out, tell
from tocsin.cli.places import gazetteer_app
from tocsin.cli.tokens import tokens_app
from tocsin.cli.withholding import discretion_app

app = typer.Typer(
    name="tocsin", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Read published reports of attacks into a sourced ledger of incidents.",
)  # fmt: skip


for command, called in (
    (reading.code_command, "code"),
    (reading.add, "add"),
    (watching.watch_command, "watch"),
    (watching.sources_command, "sources"),
    (looking.incidents, "incidents"),
    (looking.show, "show"),
    (looking.explain, "explain"),
    (looking.history, "history"),
    (looking.changes, "changes"),
    (looking.deleted, "deleted"),
    (looking.tally_command, "tally"),
    (looking.totals, "totals"),
    (looking.export, "export"),
    (serving.serve_command, "serve"),
    (deciding.judge_command, "judge"),
    (deciding.correct_command, "correct"),
    (deciding.two_persons_command, "two-persons"),
    (reading.rebuild_command, "rebuild"),
    (showing.demo, "demo"),
):
    app.command(called)(command)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(watching.evidence_app, name="evidence")
app.add_typer(discretion_app, name="discretion")
app.add_typer(deciding.judgements_app, name="judgements")
app.add_typer(tokens_app, name="token")


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            metavar="PATH|URL",
            help=f"The ledger, a file or a database URL; may stand after the command too [default: {DEFAULT_LEDGER}].",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read published reports of attacks into a sourced ledger of incidents."""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            tell("tocsin: interrupted; reports read so far are kept.")
        _let_go_of_a_broken_pipe()
        raise
    except KeyboardInterrupt:
        tell("tocsin: interrupted.")
        sys.exit(INTERRUPTED)


def _let_go_of_a_broken_pipe() -> None:
    """Write out what is still held; where nobody reads any more, end quietly."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
