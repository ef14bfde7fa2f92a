"""`coalition token …`: API tokens."""

from __future__ import annotations

import json
from typing import Any

import click

from coalition.commands.people import unknown
from coalition.commands.running import explained, run
from coalition.errors import CoalitionError


@click.group()
def token() -> None:
    """Tokens by which programs act for a coordinator."""


@token.command("add")
@click.argument("email")
@click.option("--scope", required=True, type=click.Choice(["read", "write"]), help="Whether programs may only read, or change too.")
@click.option("--name", default="", help="What the token is for, such as the name of the program.")
def add_token(email: str, scope: str, name: str) -> None:
    """Make a token for a coordinator that exists; it stands alone on the last line and is shown this once."""
    from coalition.people import accounts
    from coalition.people.forms import TokenForm

    async def add() -> str:
        form = TokenForm.parse({"name": name, "scope": scope})
        sentences: dict[type[CoalitionError], str] = {accounts.NoSuchCoordinator: unknown(email)}
        return str(await explained(accounts.add_token(email, form.scope, form.name), sentences))

    api_token = run(add())
    click.echo("Keep this token safe; it is not shown again.", err=True)
    click.echo(api_token)


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def list_tokens(*, as_json: bool) -> None:
    """List the tokens that can be used: number, holder, scope, name, day of making, day of the last use."""
    from coalition.people.queries import all_tokens

    rows = [_shown(row) for row in run(all_tokens())]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        used = f"last used {row['last_used_on']}" if row["last_used_on"] else "never used"
        click.echo(f"{row['number']}\t{row['holder']}\t{row['scope']}\t{row['name'] or '-'}\tmade {row['made_on']}\t{used}")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    made, used = row["created_at"].date().isoformat(), row["last_used_on"]
    named = {"number": row["id"], "holder": row["email"], "scope": row["scope"], "name": row["name"]}
    return {**named, "made_on": made, "last_used_on": used.isoformat() if used else None}


@token.command("revoke")
@click.argument("number", type=int)
def revoke_token(number: int) -> None:
    """Revoke a token by its number; it stops working at once."""
    from coalition.people import revoking

    run(explained(revoking.revoke_token(number), {revoking.NotRevocable: f"There is no token {number} that can be revoked."}))
    click.echo(f"Token {number} is revoked.")
