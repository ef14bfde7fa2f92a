"""Organisations on record that a public act names are listed, all others are not; parts in forums are public as the forum is careful.

A coordinator is asked to confirm each organisation.
"""

from collections import defaultdict
from datetime import UTC, date, datetime

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table

ID = "2026-11-28T14:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "listing on record"

AT_ONCE = 500
NAMED, NOT_NAMED = "named_by_an_act", "not_named_by_an_act"
RANKS = {"public": 4, "public_organisation": 3, "described": 2, "sealed_until": 1, "counted": 0}
STANDING, ENDING = {"signature", "ad_referendum", "accession", "support"}, {"withdrawal", "annulment", "lapse"}
SHOWN_IN = {"open": {"convener", "co_organiser", "participant", "observer"}, "careful": set(), "high": {"convener", "co_organiser"}}


class Statement(Table):
    """Runs SQL on the engine of the migrations."""


class Memorandum(Table, tablename="memorandum"):
    publicity = Varchar(20)


class Act(Table, tablename="act"):
    id = UUID(primary_key=True)
    memorandum = Integer()
    organisation = Integer()
    kind = Varchar(20)
    disclosure = Varchar(30)
    recorded_at = Timestamptz()
    about = UUID(null=True)
    release_on = Date(null=True)


class Organisation(Table, tablename="organisation"):
    at_risk = Boolean()


class Forum(Table, tablename="forum"):
    risk_profile = Varchar(10)


class ForumOrganisation(Table, tablename="forum_organisation"):
    forum = Integer()
    organisation = Integer()
    role = Varchar(20)


class History:
    """A signature or support, and the level in force."""

    def __init__(self, act: dict) -> None:
        self.id, self.ended = act["id"], False
        self.take(act)

    def take(self, act: dict) -> None:
        self.level, self.release_on = act["disclosure"], act["release_on"]

    def lower(self, act: dict) -> None:
        if RANKS[self.level] > RANKS[act["disclosure"]]:
            self.take(act)

    def named(self, today: date) -> bool:
        opened = self.level == "sealed_until" and self.release_on is not None and self.release_on <= today
        return opened or self.level in {"public", "public_organisation"}


def histories_of(acts: list[dict]) -> list[History]:
    """Fold the acts of one organisation on one memorandum, in the order they were recorded, as the register did on the day of this migration."""
    histories: list[History] = []
    for act in acts:
        if act["kind"] in STANDING:
            histories.append(History(act))
        elif histories:
            _add(histories, act)
    return histories


def _add(histories: list[History], act: dict) -> None:
    standing = [history for history in histories if not history.ended]
    current = standing[-1] if standing else histories[-1]
    about = next((history for history in histories if history.id == act["about"]), current)
    if act["kind"] == "disclosure":
        about.take(act)
    elif about.ended:
        return
    if act["kind"] == "disclosure" or (act["kind"] in ENDING and RANKS[about.level] > RANKS[act["disclosure"]]):
        for history in histories:
            history.lower(act)
    about.ended = about.ended or act["kind"] in ENDING
    if act["kind"] == "withdrawal":
        for other in standing:
            other.ended = other.ended or RANKS[other.level] <= RANKS[act["disclosure"]]


async def named_organisations(today: date) -> set[int]:
    """Return the ids of the organisations that a public act names on a day."""
    public = await Memorandum.select(Memorandum.id).where(Memorandum.publicity == "public").output(as_list=True)
    by_pair = defaultdict(list)
    for act in await Act.select().where(Act.kind != "decline").order_by(Act.recorded_at):
        by_pair[act["memorandum"], act["organisation"]].append(act)
    published = set(public)
    return {
        organisation
        for (memorandum, organisation), acts in by_pair.items()
        if memorandum in published and any(history.named(today) for history in histories_of(acts))
    }


async def fill_in(today: date) -> None:
    """List the organisations that public acts name, and show the parts of those that are not at risk as their forums were shown."""
    named = await named_organisations(today)
    await Statement.raw("UPDATE organisation SET listed = {}, listing_confirmed = {}, listing_reason = {}", False, False, NOT_NAMED)
    await _update("organisation SET listed = {}, listing_reason = {}", [True, NAMED], named)
    profiles = {row["id"]: row["risk_profile"] for row in await Forum.select(Forum.id, Forum.risk_profile)}
    at_risk = set(await Organisation.select(Organisation.id).where(Organisation.at_risk.eq(True)).output(as_list=True))
    await Statement.raw("UPDATE forum_organisation SET public = {}", False)
    shown = [
        part["id"]
        for part in await ForumOrganisation.select()
        if part["role"] in SHOWN_IN[profiles[part["forum"]]] and part["organisation"] in named - at_risk
    ]
    await _update("forum_organisation SET public = {}", [True], shown)


async def _update(change: str, values: list, ids: set[int] | list[int]) -> None:
    numbers = sorted(ids)
    for start in range(0, len(numbers), AT_ONCE):
        some = ", ".join(str(number) for number in numbers[start : start + AT_ONCE])
        await Statement.raw(f"UPDATE {change} WHERE id IN ({some})", *values)


async def decide() -> None:
    """Decide as at today."""
    await fill_in(datetime.now(UTC).date())


async def nothing() -> None:
    """The columns go with their own migration."""


async def forwards() -> MigrationManager:
    """Fill in the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(decide)
    manager.add_raw_backwards(nothing)
    return manager
