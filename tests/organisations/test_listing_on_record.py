"""What the upgrade makes of organisations and parts in forums that were on record before there was a public register."""

from __future__ import annotations

import importlib.util
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from coalition import migrating, resources
from coalition.acts.histories import histories_of
from coalition.acts.queries import act_row
from coalition.acts.tables import ActKind, Disclosure
from coalition.database import execute
from tests.upgrades import insert

pytestmark = pytest.mark.anyio

BEFORE = "2026-11-26T02:00:00:000000"
TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def upgrade() -> Any:
    spec = importlib.util.spec_from_file_location("listing_on_record", resources.MIGRATIONS / "2026-11-28_listing_on_record.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_acts(draw: random.Random) -> list[dict[str, Any]]:
    """Return acts of one organisation as no operation would order them."""
    acts: list[dict[str, Any]] = []
    for _ in range(draw.randint(1, 7)):
        level = draw.choice(list(Disclosure))
        release = TODAY + timedelta(days=draw.choice((-3, 0, 3))) if level is Disclosure.SEALED_UNTIL else None
        about = draw.choice([None, *(act["id"] for act in acts)])
        columns = {"kind": draw.choice(list(ActKind)).value, "disclosure": level.value, "release_on": release, "about": about}
        others = {
            "acted": None,
            "description": "",
            "ground": "",
            "channel": "online",
            "digest": None,
            "source": "",
            "counted_on": None,
            "successor": None,
            "recorded_at": NOW,
            "received": None,
            "remarked": False,
            "corrects": None,
            "corrected_acted": None,
            "corrected_received": None,
        }
        acts.append({"id": UUID(int=draw.getrandbits(128)), "organisation": 1} | columns | others)
    return acts


def test_the_upgrade_names_whom_the_register_named() -> None:
    draw, module, named = random.Random(11), upgrade(), 0
    for _ in range(4000):
        acts = random_acts(draw)
        expected = any(history.named(TODAY) for history in histories_of(act_row(act) for act in acts))
        assert any(history.named(TODAY) for history in module.histories_of([act for act in acts if act["kind"] != "decline"])) == expected, acts
        named += expected
    assert 1000 < named < 3000


async def organisation(slug: str, *, at_risk: bool = False) -> int:
    return await insert("organisation", slug=slug, kind="ngo", scope="national", at_risk=at_risk, created_at=NOW, updated_at=NOW)


async def signed(memorandum: int, party: int, disclosure: str, release_on: date | None = None) -> None:
    columns = {"kind": "signature", "reference": uuid4().hex[:20], "channel": "online", "recorded_at": NOW}
    await insert("act", id=uuid4(), memorandum=memorandum, organisation=party, disclosure=disclosure, release_on=release_on, **columns)


async def open_for_accession(texts: dict[str, Any]) -> None:
    """Record two memoranda that were opened for accession; accession to the first ended."""
    steps = (
        ("ended", "accession_opened", 2, ""),
        ("ended", "closed", 6, "accession"),
        ("still", "closed", 2, ""),
        ("still", "accession_opened", 3, ""),
    )
    for slug, state in (("ended", "ended"), ("still", "accession_only")):
        await insert("memorandum", slug=slug, kind="accord", publicity="public", signing_state=state, **texts)
    for number, (slug, kind, month, detail) in enumerate(steps, 1):
        numbers = {"year": 2026, "number": number, "happened_on": date(2026, month, 1), "issued_at": NOW}
        await insert("notification", kind=kind, memorandum=slug, detail=detail, **numbers)


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_an_installation_of_the_release_is_upgraded(old_installation: None) -> None:
    texts = {"signature_rule": "invited", "created_at": NOW, "updated_at": NOW}
    public, draft = [
        await insert("memorandum", slug=slug, kind="declaration", publicity=publicity, **texts)
        for slug, publicity in (("public", "public"), ("draft", "participants"))
    ]
    parties = {
        slug: await organisation(slug, at_risk=slug == "danger") for slug in ("named", "danger", "released", "sealed", "counted", "draft", "idle")
    }
    for slug in ("named", "danger"):
        await signed(public, parties[slug], "public")
    await signed(public, parties["released"], "sealed_until", date(2026, 1, 1))
    await signed(public, parties["sealed"], "sealed_until", date(2999, 1, 1))
    await signed(public, parties["counted"], "counted")
    await signed(draft, parties["draft"], "public")
    for profile in ("open", "careful", "high"):
        forum = await insert("forum", slug=profile, risk_profile=profile, created_at=NOW, updated_at=NOW)
        for slug, role in (("named", "convener"), ("released", "participant"), ("danger", "convener"), ("idle", "participant")):
            await insert("forum_organisation", forum=forum, organisation=parties[slug], role=role)

    await open_for_accession(texts)

    await migrating.migrate()

    days = await execute(
        "SELECT slug, accession_opened_on AS opened, accession_ended_on AS ended FROM memorandum WHERE kind = 'accord' ORDER BY slug"
    )
    assert [(str(row["opened"]), str(row["ended"])) for row in days] == [("2026-02-01", "2026-06-01"), ("2026-03-01", "None")]
    rows = await execute("SELECT slug, listed, listing_reason, listing_confirmed FROM organisation")
    assert {row["slug"] for row in rows if row["listed"]} == {"named", "danger", "released"}
    assert {(bool(row["listed"]), row["listing_reason"]) for row in rows} == {(True, "named_by_an_act"), (False, "not_named_by_an_act")}
    assert not any(row["listing_confirmed"] for row in rows)
    shown = await execute(
        "SELECT forum.slug AS forum, organisation.slug AS organisation, part.public AS public FROM forum_organisation AS part "
        "JOIN forum ON forum.id = part.forum JOIN organisation ON organisation.id = part.organisation"
    )
    assert {(row["forum"], row["organisation"]) for row in shown if row["public"]} == {("open", "named"), ("open", "released"), ("high", "named")}
    assert await execute("SELECT COUNT(*) AS count FROM shown_part") == [{"count": 10}]
