"""Comparing what everybody reads with what the model expects."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from tests.case.text import MEMORANDUM

if TYPE_CHECKING:
    from tests.case.driving import Case
    from tests.case.model import Life, Model


def compare(case: Case) -> None:
    """Compare everything at a checkpoint."""
    case.server.pass_minutes()
    model = case.model
    compare_files(case, model.today, "")
    compare_letters(case)


def compare_files(case: Case, day: str, at: str) -> None:
    """Compare the list of signatories in every form, as at a day."""
    model = case.model
    read = case.public.get(f"/api/v1/{MEMORANDUM}/signatories{at}").json()
    assert read["counts"] == model.counts(day)
    lines = [line_of(model, life, day) for life in model.lines(day)]
    by_name = sorted(lines, key=lambda line: line["organisation"])
    assert sorted(({key: line[key] for key in by_name[0]} for line in read["signatories"]), key=lambda line: line["organisation"]) == by_name
    assert [described["description"] for described in read["described"]] == model.described(day)
    rows = list(csv.DictReader(io.StringIO(case.public.get(f"/{MEMORANDUM}.csv{at}").content.decode("utf-8-sig"))))
    assert {row["organisation"]: row["date"] for row in rows} == {line["organisation"]: line["date"] or "" for line in lines}


def line_of(model: Model, life: Life, day: str) -> dict[str, Any]:
    """Return the line of a signature or support as the API gives it."""
    known, root, end, confirmed = model.organisations[life.root.party], life.root, life.end, life.confirmation
    hidden_then = root.level not in {"public", "public_organisation"}
    return {
        "organisation": known.slug,
        "name": known.name_on(root.done),
        "present_name": known.names["en"],
        "country": known.country,
        "act": root.kind,
        "date": root.done,
        "received": root.period if hidden_then else root.came,
        "representative": (root.person or None) if life.shown(model.today) == "public" else None,
        "withdrawn": end.done if end and end.kind == "withdrawal" else None,
        "ended": {"by": end.kind, "on": end.done, "ground": end.ground, "received": end.came} if end else None,
        "confirmed": confirmed.done if confirmed else None,
        "channel": root.channel,
        "source": root.source or None,
    }


def compare_letters(case: Case) -> None:
    """Compare who got letters, and how many; no letter names a party that is hidden, except to its own people."""
    from collections import Counter

    from tests.case.people import ADA

    sent = Counter(letter.to for letter in case.server.tray.letters() if letter.to != ADA)
    assert sent == case.model.letters, (sent - case.model.letters, case.model.letters - sent)
