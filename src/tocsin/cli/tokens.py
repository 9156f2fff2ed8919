"""Commands about tokens: who may review over the network."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.access import AccessError, Role
from tocsin.cli.console import LedgerOption, counted, fail, opened_ledger, out, tell, write_out
from tocsin.cli.deciding import ByOption, at_the_terminal, login_name
from tocsin.ledger.access import Access
from tocsin.publish import terminal

tokens_app = typer.Typer(help="Tokens: who may review over the network.", no_args_is_help=True)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="Whose it is; decisions are recorded under this name.")
]
RoleOption = Annotated[
    Role, typer.Option("--role", help="reviewer decides; admin also sets rules and sees the audit; reader only reads.")
]


@tokens_app.command("create")
def create(
    name: NameArgument, *, role: RoleOption = Role.REVIEWER, by: ByOption = None, ledger: LedgerOption = ""
) -> None:
    """Make a token and print it, once: the ledger keeps nothing but a hash of it."""
    with opened_ledger(ledger) as opened:
        try:
            words = Access(opened).create(name, role, at_the_terminal(by or login_name()))
        except AccessError as error:
            raise fail(str(error)) from error
    _hand_over(words, name)


@tokens_app.command("renew")
def renew(name: NameArgument, *, by: ByOption = None, ledger: LedgerOption = "") -> None:
    """End the token of a name and print another with the same role."""
    with opened_ledger(ledger) as opened:
        try:
            words = Access(opened).renew(name, at_the_terminal(by or login_name()))
        except AccessError as error:
            raise fail(str(error)) from error
    _hand_over(words, name)


@tokens_app.command("revoke")
def revoke(name: NameArgument, *, by: ByOption = None, ledger: LedgerOption = "") -> None:
    """End the token of a name, and with it every session; decisions made with it stay."""
    with opened_ledger(ledger) as opened:
        try:
            Access(opened).revoke(name, at_the_terminal(by or login_name()))
        except AccessError as error:
            raise fail(str(error)) from error
    tell(f"The token of {name} holds no more.")


@tokens_app.command("list")
def list_tokens(*, ledger: LedgerOption = "") -> None:
    """List the tokens ever made: whose, which role, when made, last used and ended. Their words are kept nowhere."""
    with opened_ledger(ledger) as opened:
        found = Access(opened).tokens()
    if found:
        out.print(terminal.token_table(found))
    holding = sum(token.revoked is None for token in found)
    tell(f"{counted(len(found), 'token')}, {holding} in force.")


def _hand_over(words: str, name: str) -> None:
    write_out([words + "\n"])
    tell(f"This is the token of {name}. It is shown this once: keep it where passwords are kept.")
