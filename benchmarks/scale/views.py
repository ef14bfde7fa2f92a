"""Every view: each address that is read, with whom it is read by, and what a request for it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.scale.rows_shown import QUERIES, rows_of
from coalition.addresses import ROUTES, Audience, url_for
from coalition.rendering import static_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNED = {"receipt", "withdrawal", "disclosure", "link_end", "statements", "statement_review", "objection"}  # pages of somebody who signed
_OTHERS = {"vouching": "vouching", "confirmation": "referring", "statement_receipt": "stating", "statement_withdrawal": "stating"}
_ALL = "0" * 43

_CHOICE = {"way": "countries", "country": "KZ"}
_SEARCHED = {"q": "rights"}
_ASKED = {  # what the query of an address names that needs one
    **dict.fromkeys(("desk.invitation_choice.new", "desk.forum_choice.new", "desk.network_choice.new", "desk.round.new"), _CHOICE),
    "desk.adoption.new": {"round": "1"},
    "signing.drafting.show": {"text": "ru"},
    **dict.fromkeys(("public.search.show", "api.search.show"), _SEARCHED),
    "signing.saved_answers.show": {"until": "2026-11-29T12:00"},
}


@dataclass(frozen=True)
class View:
    """A view: its name, its path, the headers of whoever reads it, and the path of the one query of the rows that it shows."""

    name: str
    path: str
    headers: Mapping[str, str]
    rows: str


def views(places: Mapping[str, Any], desk: str) -> list[View]:
    """Return all views of the table of addresses, in its order; `desk` is a session of a coordinator."""
    return [_view(name, places, desk) for name, route in ROUTES.items() if route.method == "GET"]


def _view(name: str, places: Mapping[str, Any], desk: str) -> View:
    own = {"public.static.show": {"file": static_name("coalition.css")}}
    filled = {**places["common"], "token": _ALL, **own.get(name, {}), **places["own"].get(name, {})}
    wanted = re.findall(r"{(\w+)}", ROUTES[name].path)
    sort = rows_of(name)
    given = filled.get("organisation" if sort in {"organisation", "acts of one"} else "slug" if name.startswith("api.") else "memorandum")
    path = url_for(name, **{place: filled.get(place, "1") for place in wanted}, **_ASKED.get(name, {}))
    return View(name, path, _headers(name, places, desk), f"/-/rows/{sort.replace(' ', '-')}/{given if QUERIES[sort][1] else ''}")


def _headers(name: str, places: Mapping[str, Any], desk: str) -> dict[str, str]:
    match ROUTES[name].audience:
        case Audience.EDITOR | Audience.COORDINATOR:
            return {"Cookie": f"desk={desk}"}
        case Audience.TOKEN_READ | Audience.TOKEN_WRITE:
            return {"Authorization": "Bearer read"}
        case Audience.LINK if name.startswith("signing.drafting"):
            return {"Cookie": f"seat={places['sessions']['seat']}"}
        case Audience.LINK if name.startswith("signing."):
            return {"Cookie": f"signing={places['sessions'][_session(name)]}"}
        case _:
            return {"x-bench-made": "1"} if name.startswith(("public.", "api.")) else {}


def _session(name: str) -> str:
    _, subject, *_ = name.split(".")
    return _OTHERS.get(subject) or ("signed" if subject in _SIGNED else "")
