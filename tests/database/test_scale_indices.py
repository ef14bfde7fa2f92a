"""Lookups of a few rows find them by an index, however large the register is."""

from __future__ import annotations

import pytest

from coalition import database
from coalition.networks.tables import Membership
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import is_listed

PLACE = "COALESCE(CAST(opens_on AS VARCHAR(10)), announced, '') || '/' || slug"
REQUEST = "CASE WHEN decided_at IS NULL THEN 4294967296 + id ELSE id END"
LOOKUPS = {
    "the corrections of an act": "SELECT id FROM act WHERE corrects = 'x'",
    "the contact of an invitation": "SELECT id FROM invitation WHERE contact = 1",
    "the recipient of a link": "SELECT id FROM link WHERE recipient = 1",
    "the contact of a delegation": "SELECT id FROM delegation WHERE contact = 1",
    "the sessions of a link": "SELECT id FROM signing_session WHERE link = 1",
    "the link of an act": "SELECT id FROM link WHERE act IN ('x') AND purpose = 'manage'",
    "letters that did not arrive": "SELECT about FROM letter WHERE state = 'bounced'",
    "letters of a memorandum": "SELECT id FROM letter WHERE memorandum = 1 AND id < 9 ORDER BY id DESC LIMIT 51",
    "letters of a memorandum in a state": "SELECT id FROM letter WHERE memorandum = 1 AND state = 'bounced' ORDER BY id DESC LIMIT 51",
    "letters about the register that did not arrive": (
        "SELECT COUNT(*) FROM letter WHERE memorandum IS NULL AND kind IN ('k', 'l') AND state IN ('bounced', 'gave_up') GROUP BY kind, state"
    ),
    "letters about the register": "SELECT id FROM letter WHERE memorandum IS NULL AND kind = 'k' AND id < 9 ORDER BY id DESC LIMIT 51",
    "letters about the register in a state": (
        "SELECT id FROM letter WHERE memorandum IS NULL AND kind = 'k' AND state = 'bounced' ORDER BY id DESC LIMIT 51"
    ),
    "notifications about a party": "SELECT id FROM notification WHERE memorandum = 'm' AND organisation = 'o'",
    "notifications about an organisation": "SELECT id FROM notification WHERE memorandum = 'm' OR organisation IN ('o', 'p')",
    "the confirmations of a memorandum": "SELECT n FROM confirmation_count WHERE memorandum = 1 ORDER BY awaited_on LIMIT 7",
    "the days of confirmations": "SELECT n FROM confirmation_count WHERE awaited_on > '1' ORDER BY awaited_on LIMIT 7",
    "letters that did not arrive since a day": (
        "SELECT COUNT(*) FROM letter WHERE letter.state IN ('bounced', 'gave_up', 'uncertain') AND written_at >= 'x' AND memorandum IN (1, 2)"
    ),
    "predecessors": "SELECT id FROM organisation_event WHERE other = 1",
    "the number of the register": "SELECT COUNT(*) FROM organisation WHERE listed = 1",
    "listings to confirm": (
        "SELECT id FROM organisation WHERE listing_confirmed = FALSE AND merged_into IS NULL AND name_key > 'a' ORDER BY name_key, slug LIMIT 501"
    ),
    "memoranda of a forum": "SELECT id FROM memorandum WHERE forum = 1",
    "memoranda withdrawn from the public": "SELECT slug FROM memorandum WHERE publicity = 'withdrawn_from_public'",
    "the memoranda that one replaces": "SELECT id FROM memorandum WHERE successor = 1",
    "the newest memoranda": f"SELECT id FROM memorandum WHERE publicity = 'public' ORDER BY {PLACE} DESC LIMIT 50",
    "the newest memoranda that are open": (
        f"SELECT id FROM memorandum WHERE publicity = 'public' AND signing_state = 'open' ORDER BY {PLACE} DESC LIMIT 10"
    ),
    "the newest memoranda of a forum": f"SELECT id FROM memorandum WHERE forum = 1 AND publicity = 'public' ORDER BY {PLACE} DESC LIMIT 50",
    "the newest forums": "SELECT id FROM forum WHERE COALESCE(starts, '') || '/' || slug < 'x' ORDER BY COALESCE(starts, '') || '/' || slug DESC",
    "the conveners of a forum": "SELECT organisation FROM forum_organisation WHERE forum = 1 AND public = 1 AND role = 'convener'",
    "memoranda of a person": "SELECT memorandum FROM memorandum_member WHERE coordinator = 1 AND memorandum < 9 ORDER BY memorandum DESC LIMIT 51",
    "memoranda that close soon": "SELECT id FROM memorandum WHERE signing_state = 'open' AND closes_on BETWEEN '1' AND '2' ORDER BY closes_on",
    "memoranda with letters that bounced": "SELECT DISTINCT memorandum FROM chase_count WHERE state = 'bounced' ORDER BY memorandum DESC LIMIT 50",
    "memoranda with requests": (
        "SELECT DISTINCT memorandum FROM signing_request WHERE confirmed_at IS NOT NULL AND decided_at IS NULL AND memorandum > 0 "
        "ORDER BY memorandum DESC LIMIT 50"
    ),
    "requests in their list": (
        f"SELECT id FROM signing_request WHERE memorandum = 1 AND confirmed_at IS NOT NULL AND {REQUEST} < 9 ORDER BY {REQUEST} DESC LIMIT 51"
    ),
    "the organisations of a large forum": (
        "SELECT id FROM organisation WHERE id IN (SELECT organisation FROM forum_organisation WHERE forum = 1 AND organisation = organisation.id) "
        "AND (name_key, slug) > ('a', 'b') ORDER BY name_key, slug LIMIT 201"
    ),
    "the next parties": "SELECT organisation FROM standing WHERE memorandum = 1 AND organisation > 1 ORDER BY organisation LIMIT 20",
    "acts entered on behalf": "SELECT id FROM act WHERE memorandum = 1 AND channel <> 'online' AND organisation > 0 ORDER BY organisation LIMIT 2",
    "statements of an organisation": "SELECT id FROM statement WHERE organisation = 1",
}


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("store")
async def test_a_lookup_reads_no_whole_table() -> None:
    plans = {what: await database.execute(f"EXPLAIN QUERY PLAN {sql}") for what, sql in LOOKUPS.items()}
    assert {what: rows for what, rows in plans.items() if any(row["detail"].startswith("SCAN") or "TEMP" in row["detail"] for row in rows)} == {}


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("store")
async def test_networks_are_read_by_their_kind() -> None:
    rows = await database.execute("EXPLAIN QUERY PLAN SELECT id FROM organisation WHERE kind = 'network' AND merged_into IS NULL AND listed = 1")
    assert "organisation_kinds" in rows[0]["detail"]


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("store")
async def test_whether_an_organisation_is_listed_is_asked_of_that_one() -> None:
    """A query of all that are listed would be read whole for a page of some of them."""
    rows = await database.execute(f"EXPLAIN QUERY PLAN {Membership.select(Membership.id).where(is_listed(Membership.member))}")
    assert any("CORRELATED" in row["detail"] for row in rows)
    assert str(is_listed(Organisation.id).column) == str(Organisation.listed)
