"""Reading appeals. `public_appeals` and what rests on it are what everybody reads; the rest is for those who work on the memorandum."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.appeals.tables import (
    PERSON_MEANS,
    PERSON_NAMES,
    PERSON_PURPOSE,
    Appeal,
    AppealNetwork,
    AppealText,
    NamedPerson,
)
from coalition.appeals.views import AppealView, AppealWords, NamedPersonView, PublicAppeal
from coalition.consent_terms import consent_counts
from coalition.database import among, made_of, one_row, whole
from coalition.deliveries.timelines import addressee_views
from coalition.memoranda.queries import public_by_ids
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.organisations.visible_queries import Viewer
from coalition.partial_dates import cached_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from piccolo.query import Select

# What everybody reads


async def public_appeals(memorandum_ids: Iterable[int]) -> dict[int, AppealView]:
    """Return the appeals of those of some memoranda that are public and have been sent, by the id of the memorandum; in four queries.

    Each has the names of people only while their consent counts.
    """
    shown = Memorandum.select(Memorandum.id).where(among(Memorandum.id, memorandum_ids) & (Memorandum.publicity == Publicity.PUBLIC.value))
    rows = [made_of(Appeal, row) for row in await Appeal.select(whole(Appeal)).where(Appeal.memorandum.is_in(shown) & Appeal.sent_at.is_not_null())]
    depends_on(*(page_subjects.memorandum(row.memorandum) for row in rows))
    return {view.memorandum: view for view in await _views(rows)}


def was_sent() -> Select[Appeal]:
    """Return the query of the ids of memoranda whose appeals were sent (whoever shows them asks whether they are public)."""
    return Appeal.select(Appeal.memorandum).where(Appeal.sent_at.is_not_null())


async def public_appeal(memorandum_id: int) -> PublicAppeal | None:
    """Return the appeal of a memorandum with its addressees, as everybody reads it; None if there is none."""
    appeal = (await public_appeals([memorandum_id])).get(memorandum_id)
    if appeal is None:
        return None
    memorandum = (await public_by_ids([memorandum_id]))[memorandum_id]
    return PublicAppeal(memorandum, appeal, await addressee_views(memorandum_id, Viewer.EVERYBODY))


# For those who work on the memorandum, and those who are invited to sign


async def appeal_of(memorandum_id: int) -> Appeal | None:
    """Return the row of the appeal of a memorandum (for operations, and for those who work on it)."""
    return await one_row(Appeal, Appeal.memorandum == memorandum_id)


async def view_of(row: Appeal) -> AppealView:
    """Return an appeal that may not be public, with the names of people while their consent counts (for whoever may read its text)."""
    return (await _views([row]))[0]


async def unnamed_view_of(row: Appeal) -> AppealView:
    """Return an appeal without the names of people, whoever agreed to what (for letters)."""
    return replace(await view_of(row), people=[])


async def _views(rows: Collection[Appeal]) -> list[AppealView]:
    words: dict[int, dict[str, AppealWords]] = defaultdict(dict)
    ids = [row.id for row in rows]
    if not ids:
        return []
    for text in await AppealText.select(whole(AppealText)).where(among(AppealText.appeal, ids)).order_by(AppealText.id):
        words[text["appeal"]][text["language"]] = AppealWords(text["language"], text["about"], text["asked"])
    columns = (Memorandum.id, Memorandum.closes_at)
    ends = {row["id"]: row["closes_at"] for row in await Memorandum.select(*columns).where(among(Memorandum.id, [row.memorandum for row in rows]))}
    names = await _names(ids)
    return [_view(row, ends[row.memorandum], words[row.id], names.get(row.id, [])) for row in rows]


def _view(row: Appeal, closes_at: datetime | None, words: Mapping[str, AppealWords], people: Sequence[Mapping[str, str]]) -> AppealView:
    return AppealView(id=row.id, memorandum=row.memorandum, zone=row.zone, closes_at=closes_at, sent_at=row.sent_at, words=words, people=people)


async def _names(appeal_ids: Collection[int]) -> dict[int, list[Mapping[str, str]]]:
    """Return the names of the people whose consent counts, by appeal."""
    these = among(NamedPerson.appeal, appeal_ids) & NamedPerson.taken_back_on.is_null()
    names: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    for row in await NamedPerson.objects().where(these).order_by(NamedPerson.number):
        if consent_counts(row.until, row.taken_back_on):
            names[row.appeal].append(names_in(row))
    return names


def names_in(row: NamedPerson) -> dict[str, str]:
    """Return the name by language that a row holds."""
    return msgspec.json.decode(PERSON_NAMES.decrypt(row.names, row.key), type=dict[str, str]) if row.names else {}


async def people_of(appeal_id: int) -> list[NamedPerson]:
    """Return the rows of the people whom an appeal names or named, in their order (for coordinators, and for rules)."""
    return await NamedPerson.objects().where(NamedPerson.appeal == appeal_id).order_by(NamedPerson.number)


async def named_people(appeal_id: int) -> list[NamedPersonView]:
    """Return the people whom an appeal names now, with their consent (for coordinators)."""
    return [_person_view(row) for row in await people_of(appeal_id) if consent_counts(row.until, row.taken_back_on)]


def _person_view(row: NamedPerson) -> NamedPersonView:
    return NamedPersonView(
        number=row.number,
        names=names_in(row),
        means=PERSON_MEANS.decrypt(row.means, row.key),
        purpose=PERSON_PURPOSE.decrypt(row.purpose, row.key),
        agreed=cached_date(row.agreed),
        until=row.until,
    )


async def networks_of(appeal_id: int) -> list[int]:
    """Return the ids of the networks whose members get a letter, in the order in which they were chosen (for coordinators)."""
    query = AppealNetwork.select(AppealNetwork.network).where(AppealNetwork.appeal == appeal_id)
    return await query.order_by(AppealNetwork.id).output(as_list=True)


class PersonNamedTooLong(Struct, frozen=True):
    """Where a name is still stored although the time of the consent is over: the ids of the row, the appeal and its memorandum."""

    id: int
    appeal: int
    memorandum: int


async def with_ended_consent() -> list[PersonNamedTooLong]:
    """Return the people whose consent is over and whose names are still stored (for what erases them)."""
    these = (NamedPerson.until < clock.today()) & (NamedPerson.names != "")
    columns = (NamedPerson.id, NamedPerson.appeal, NamedPerson.appeal.memorandum.as_alias("memorandum"))
    return [PersonNamedTooLong(**row) for row in await NamedPerson.select(*columns).where(these).order_by(NamedPerson.id)]
