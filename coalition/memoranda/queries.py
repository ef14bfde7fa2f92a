"""Reading memoranda: public ones for everybody, all of their own for those who work on them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw

from coalition.database import RowLock, among, hold_row, in_parts, is_postgres, made_of, one_row, prepared, selected, whole
from coalition.memoranda.edition_queries import editions_among, titles_among
from coalition.memoranda.tables import (
    Memorandum,
    MemorandumMember,
    MemorandumNote,
    Publicity,
    SigningState,
    TextState,
    Wording,
)
from coalition.notices import page_subjects
from coalition.notices.page_subjects import MEMORANDA, depends_on
from coalition.people.tables import Coordinator, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from piccolo.custom_types import Combinable
    from piccolo.query import Objects, Select


UNPUBLISHED = (Publicity.COORDINATORS.value, Publicity.PARTICIPANTS.value)


class MemorandumView(Struct, frozen=True):
    """A memorandum for lists and pages, in the edition in force; `drafted` is the number of a next edition that is being drafted."""

    id: int
    slug: str
    forum: int | None
    kind: str
    symbol: str
    text_state: str
    signing_state: str
    effect_state: str
    publicity: str
    signature_rule: str
    reservations: bool
    opens_on: date | None
    closes_on: date | None
    closes_at: datetime | None
    accession_opened_on: date | None
    accession_ended_on: date | None
    rule_until: date | None
    later_rule: str | None
    effect_rule: str
    effect_number: int | None
    effect_on: date | None
    effect_provision: str
    in_effect_on: date | None
    effect_declared: bool
    embargo_until: date | None
    withdrawn_on: date | None
    terminated_on: date | None
    termination_reason: str
    termination_language: str
    publish_at_least: int | None
    confirmation_days: int
    objection_days: int
    historical: bool
    announced: str | None
    source: str
    edition: int
    digest: str | None
    adopted: str | None
    adoption_rule: str | None
    authentic_languages: tuple[str, ...]
    titles: Mapping[str, str]
    notes: Mapping[str, str]
    drafted: int | None = None

    def title(self, language: str) -> tuple[str, str]:
        """Return (language, title): in `language`, else in the first authentic language, else in any; without a title, the address name."""
        for code in (language, *self.authentic_languages, *self.titles):
            if code in self.titles:
                return code, self.titles[code]
        return "en", self.slug

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.publicity == Publicity.PUBLIC

    @property
    def is_abandoned(self) -> bool:
        """Whether it is a draft that was abandoned."""
        return self.text_state == TextState.ABANDONED

    @property
    def is_open(self) -> bool:
        """Whether its window was opened and not closed."""
        return self.signing_state == SigningState.OPEN

    @property
    def is_open_for_accession(self) -> bool:
        """Whether organisations may accede after the window: letters then say accede instead of sign."""
        return self.signing_state == SigningState.ACCESSION_ONLY

    @property
    def place(self) -> str:
        """The sort key of lists that begin with the newest."""
        return f"{self.opens_on or self.announced or ''}/{self.slug}"

    def note(self, language: str) -> tuple[str, str] | None:
        """Return (language, note on the record), if there is one."""
        code = next((code for code in (language, "en", *self.notes) if self.notes.get(code)), None)
        return (code, self.notes[code]) if code else None


async def by_slug(slug: str) -> Memorandum | None:
    """Return a memorandum in any state (for those who run the site)."""
    return await one_row(Memorandum, Memorandum.slug == slug)


async def by_id(memorandum_id: int) -> Memorandum | None:
    """Return a memorandum of any state (for operations that were given its id by what belongs to it)."""
    return await one_row(Memorandum, Memorandum.id == memorandum_id)


async def is_unpublished(memorandum_id: int) -> bool:
    """Whether a memorandum was not published yet (for the operation that publishes it)."""
    return await Memorandum.exists().where((Memorandum.id == memorandum_id) & Memorandum.publicity.is_in(list(UNPUBLISHED)))


async def ids_of_forum(forum_id: int) -> list[int]:
    """Return the ids of the memoranda of a forum (for operations)."""
    return await Memorandum.select(Memorandum.id).where(Memorandum.forum == forum_id).order_by(Memorandum.id).output(as_list=True)


async def public_by_slug(slug: str) -> Memorandum | None:
    """Return a memorandum that everybody may read."""
    row = await one_row(Memorandum, (Memorandum.slug == slug) & (Memorandum.publicity == Publicity.PUBLIC.value))
    if row is not None:
        depends_on(page_subjects.memorandum(row.id))
    return row


async def for_member(slug: str, coordinator_id: int) -> Memorandum | None:
    """Return a memorandum this coordinator works on."""
    row = await one_row(Memorandum, Memorandum.slug == slug)
    if row is None:
        return None
    return row if await is_member(row.id, coordinator_id) else None


async def is_member(memorandum_id: int, coordinator_id: int) -> bool:
    """Return whether a person works on a memorandum."""
    return bool(await _membership(memorandum_id, coordinator_id))


@prepared
def _membership(memorandum_id: int, coordinator_id: int) -> Select[MemorandumMember]:
    here = (MemorandumMember.memorandum == memorandum_id) & (MemorandumMember.coordinator == coordinator_id)
    return MemorandumMember.select(MemorandumMember.id).where(here).limit(1)


async def slug_of(memorandum_id: int) -> str:
    """Return the address name of a memorandum."""
    row = await Memorandum.select(Memorandum.slug).where(Memorandum.id == memorandum_id).first()
    return str(row["slug"]) if row else ""


@prepared
def with_withheld_names() -> Objects[Memorandum]:
    """Return the memoranda for which a number of withheld names was given that is not 0 (for rules; not public)."""
    return Memorandum.objects().where(Memorandum.withheld_known > 0)


async def locked(memorandum_id: int) -> Memorandum:
    """Return the current row, which nobody else may lock or share until the transaction ends (SQLite locks the whole file)."""
    await hold_row(RowLock.MEMORANDUM, memorandum_id)
    rows = await _locked(memorandum_id)
    if not rows:
        raise LookupError(memorandum_id)
    return made_of(Memorandum, rows[0])


@prepared
def _locked(memorandum_id: int) -> Select[Memorandum]:
    query = Memorandum.select(whole(Memorandum)).where(Memorandum.id == memorandum_id)
    return query.lock_rows("NO KEY UPDATE") if is_postgres() else query


async def newest_public(
    *, only: SigningState | None = None, these: Combinable | None = None, after: str = "", limit: int = 50
) -> list[MemorandumView]:
    """Return public memoranda by the day of opening or announcement, newest first; `after` is the `place` of the last one shown.

    With `only`, they are in that state; `these` is a condition that they fulfil.
    """
    depends_on(MEMORANDA)
    query = Memorandum.select(whole(Memorandum)).where(Memorandum.publicity == Publicity.PUBLIC.value)
    if only:
        query = query.where(Memorandum.signing_state == only.value)
    if these is not None:
        query = query.where(these)
    return await _views(await in_newest_order(query, after, limit))


def in_newest_order(query: Select[Memorandum], after: str, limit: int) -> Select[Memorandum]:
    """Return a page of a query of memoranda, newest first; an index has the same text."""
    day = "coalition_day(opens_on)" if is_postgres() else "CAST(opens_on AS VARCHAR(10))"
    place = f"COALESCE({day}, announced, '') || '/' || slug"
    if after:
        query = query.where(WhereRaw(place + " < {}", after))
    return query.order_by(OrderByRaw(place), ascending=False).limit(limit)


async def views_by_id(ids: Iterable[int]) -> list[MemorandumView]:
    """Return some memoranda in the order in which they were begun, newest first (for those who work on them)."""
    query = Memorandum.select(whole(Memorandum)).where(among(Memorandum.id, ids))
    return await _views(await query.order_by(Memorandum.id, ascending=False))


async def public_by_ids(ids: Iterable[int]) -> dict[int, MemorandumView]:
    """Return those of some memoranda that are public, by id."""
    query = Memorandum.select(whole(Memorandum)).where(among(Memorandum.id, ids) & (Memorandum.publicity == Publicity.PUBLIC.value))
    return {view.id: view for view in await _views(await query)}


def served_by(coordinator_id: int) -> Select[MemorandumMember]:
    """Return the query of the ids of the memoranda that a person works on."""
    return MemorandumMember.select(MemorandumMember.memorandum).where(MemorandumMember.coordinator == coordinator_id)


async def in_slug_order(*, after: str | None = None, limit: int = 100, coordinator_id: int | None = None) -> list[MemorandumView]:
    """Return public memoranda and those that a coordinator works on, in the order of slugs, as the database sorts them."""
    depends_on(MEMORANDA)
    readable = (Memorandum.publicity == Publicity.PUBLIC.value) | Memorandum.id.is_in(served_by(coordinator_id or 0))
    query = Memorandum.select(whole(Memorandum)).where(readable).order_by(Memorandum.slug).limit(limit)
    return await _views(await (query.where(Memorandum.slug > after) if after else query))


async def public_memoranda_of_forum(forum_id: int, *, after: str, limit: int, these: Combinable | None = None) -> list[MemorandumView]:
    """Return a page of the public memoranda of a forum, as `newest_public`; if that is the whole list, sorted by the day of adoption too."""
    depends_on(MEMORANDA)
    wanted: Combinable = (Memorandum.forum == forum_id) & (Memorandum.publicity == Publicity.PUBLIC.value)
    if these is not None:
        wanted &= these
    views = await _views(await in_newest_order(Memorandum.select(whole(Memorandum)).where(wanted), after, limit))
    return views if after or len(views) == limit else _newest_first(views)


async def views_of(slugs: Iterable[str]) -> dict[str, MemorandumView]:
    """Return public memoranda by slug."""
    views: dict[str, MemorandumView] = {}
    for some in in_parts(slugs):
        wanted = Memorandum.slug.is_in(some) & (Memorandum.publicity == Publicity.PUBLIC.value)
        views |= {view.slug: view for view in await _views(await selected(Memorandum, whole(Memorandum), wanted, limit=len(some)))}
    return views


async def view(memorandum: Memorandum) -> MemorandumView:
    """Return the view of one memorandum."""
    return (await _views([memorandum.to_dict()]))[0]


class TextThen(Struct, frozen=True):
    """The titles of a memorandum, and how the edition in force was adopted."""

    titles: Mapping[str, str]
    adopted: str | None
    adoption_rule: str | None


async def text_on_record(memorandum_id: int) -> TextThen:
    """Return the titles and the adoption of the edition in force, as its view has them, in two prepared queries."""
    rows = await _titled(memorandum_id)
    fixed = [row for row in rows if row["digest"]] or [row for row in rows if row["number"] == 1]
    edition = [row for row in fixed if row["number"] == fixed[-1]["number"]]
    titles = {row["language"]: row["title"] for row in await _note_titles(memorandum_id) if row["title"]}
    titles |= {row["language"]: row["title"] for row in edition}
    return TextThen(titles, edition[0]["adopted"] if edition else None, edition[0]["adoption_rule"] if edition else None)


@prepared
def _titled(memorandum_id: int) -> Select[Wording]:
    edition = Wording.edition
    columns = [column.as_alias(name) for name, column in (("number", edition.number), ("digest", edition.digest))]
    columns += [edition.adopted.as_alias("adopted"), edition.adoption_rule.as_alias("adoption_rule")]
    query = Wording.select(Wording.language, Wording.title, *columns).where(edition.memorandum == memorandum_id)
    return query.order_by(edition.number).order_by(Wording.id)


@prepared
def _note_titles(memorandum_id: int) -> Select[MemorandumNote]:
    columns = (MemorandumNote.language, MemorandumNote.title)
    return MemorandumNote.select(*columns).where(MemorandumNote.memorandum == memorandum_id).order_by(MemorandumNote.id)


def _newest_first(views: list[MemorandumView]) -> list[MemorandumView]:
    return sorted(views, key=lambda view: (str(view.opens_on or view.adopted or view.announced or ""), view.slug), reverse=True)


async def _views(rows: Sequence[dict[str, Any]]) -> list[MemorandumView]:
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    depends_on(*map(page_subjects.memorandum, ids))
    editions, last = dict[int, dict[str, Any]](), dict[int, dict[str, Any]]()
    for edition in await editions_among(ids):
        last[edition["memorandum"]] = edition
        if edition["digest"] or edition["memorandum"] not in editions:
            editions[edition["memorandum"]] = edition
    by_edition = {edition["id"]: memorandum for memorandum, edition in editions.items()}
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    notes: dict[int, dict[str, str]] = defaultdict(dict)
    for note in await _notes_among(ids):
        notes[note["memorandum"]][note["language"]] = note["text"]
        if note["title"]:
            titles[note["memorandum"]][note["language"]] = note["title"]
    for wording in await titles_among(by_edition):
        titles[by_edition[wording["edition"]]][wording["language"]] = wording["title"]
    return [_view(row, editions[row["id"]], last[row["id"]], titles[row["id"]], notes[row["id"]]) for row in rows]


@prepared
def _notes_among(memorandum_ids: Collection[int]) -> Select[MemorandumNote]:
    return MemorandumNote.select(whole(MemorandumNote)).where(among(MemorandumNote.memorandum, memorandum_ids)).order_by(MemorandumNote.id)


_COPIED = (
    *("id", "slug", "forum", "kind", "symbol", "text_state", "signing_state", "effect_state", "publicity"),
    *(
        "signature_rule",
        "reservations",
        "opens_on",
        "closes_on",
        "closes_at",
        "accession_opened_on",
        "accession_ended_on",
        "historical",
        "announced",
        "source",
    ),
    *("rule_until", "later_rule", "effect_rule", "effect_number", "effect_on", "effect_provision", "in_effect_on", "publish_at_least"),
    *("confirmation_days", "objection_days"),
    *("effect_declared", "embargo_until", "withdrawn_on"),
    *("terminated_on", "termination_reason", "termination_language"),
)


def _view(row: dict[str, Any], edition: dict[str, Any], last: dict[str, Any], titles: Mapping[str, str], notes: Mapping[str, str]) -> MemorandumView:
    return MemorandumView(
        **{key: row[key] for key in _COPIED},
        edition=edition["number"],
        digest=edition["digest"],
        adopted=edition["adopted"],
        adoption_rule=edition["adoption_rule"],
        authentic_languages=tuple(row["authentic_languages"].split(",")),
        titles=titles,
        notes=notes,
        drafted=last["number"] if last["number"] > edition["number"] else None,
    )


async def replaced_and_replacing(memorandum: Memorandum) -> tuple[list[MemorandumView], MemorandumView | None]:
    """Return the public memoranda that this one replaces, and the public memorandum that replaces it."""
    views = await _views(await _linked(memorandum.id, memorandum.successor or 0))
    successor = next((view for view in views if view.id == memorandum.successor), None)
    return [view for view in views if view is not successor], successor


@prepared
def _linked(memorandum_id: int, successor_id: int) -> Select[Memorandum]:
    linked = (Memorandum.successor == memorandum_id) | (Memorandum.id == successor_id)
    return Memorandum.select(whole(Memorandum)).where(linked & (Memorandum.publicity == Publicity.PUBLIC.value))


async def coordinators_of(memorandum_id: int) -> list[Coordinator]:
    """Return the coordinators who work on a memorandum and may sign in, oldest first."""
    here = MemorandumMember.select(MemorandumMember.coordinator).where(MemorandumMember.memorandum == memorandum_id)
    active = Coordinator.disabled_at.is_null() & (Coordinator.role == Role.COORDINATOR.value)
    return await Coordinator.objects().where(Coordinator.id.is_in(here) & active).order_by(Coordinator.id)


async def members(memorandum_id: int) -> list[dict[str, Any]]:
    """Return the people who work on a memorandum: id, name, address, role, whether the account is disabled, and whether everybody may know them."""
    person = MemorandumMember.coordinator
    names = ("id", "name", "email", "role", "disabled_at")
    columns = [getattr(person, name).as_alias(name) for name in names]
    return (
        await MemorandumMember.select(*columns, MemorandumMember.public_contact)
        .where(MemorandumMember.memorandum == memorandum_id)
        .order_by(MemorandumMember.id)
    )
