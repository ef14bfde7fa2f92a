"""What a row of the tables of addresses says: method, path, who may use it, and its parameters."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Audience(StrEnum):
    """Who an address is for; everybody else gets 404 (or is asked to sign in)."""

    PUBLIC = "public"  # anybody; no cookie is read or set
    ANYONE_ASKING = "anyone_asking"  # anybody, by a form that is answered by a letter; no cookie is read or set
    LINK = "link"  # whoever holds a private link from a letter, or the session made from it
    ANYONE_SIGNING_IN = "anyone_signing_in"
    COORDINATOR = "coordinator"
    EDITOR = "editor"  # whoever signed in, editors and coordinators
    TOKEN_READ = "token_read"  # noqa: S105 -- a scope, no secret
    TOKEN_WRITE = "token_write"  # noqa: S105


class Route(Struct, frozen=True):
    """One row: method, path with `{name}` places, audience, and the parameters of the query in the order of its canonical address."""

    method: str
    path: str
    audience: Audience
    parameters: tuple[str, ...] = ()


def rows(audience: Audience, table: str) -> dict[str, Route]:
    """Return the routes of a table by name; each line has a name, a method, a path, and the parameters of the query if there are any."""
    lines = (line.split() for line in table.strip().splitlines())
    return {name: Route(method, path, audience, tuple(parameters)) for name, method, path, *parameters in lines}
