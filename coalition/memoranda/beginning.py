"""Beginning a memorandum, and changing its particulars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.database import Duplicate, put, transaction
from coalition.fields import InvalidForm
from coalition.forums import queries as forum_queries
from coalition.forums.risk_profile_queries import profile_of_forum
from coalition.forums.risk_profiles import check_care
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.tables import Edition, Memorandum, MemorandumMember, Wording, WordingStatus
from coalition.organisations.registering import SlugTaken
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.forms import MemorandumChange, MemorandumForm


async def begin(form: MemorandumForm, coordinator_id: int) -> Memorandum:
    """Begin a memorandum with an empty first edition; the coordinator becomes its first member.

    Raises:
        SlugTaken: another memorandum has this address name.
        InvalidForm: there is no such forum.

    """
    now = clock.now()
    columns = form.model_dump(include={"slug", "kind", "symbol", "signature_rule", "reservations"}, mode="json")
    languages = ",".join(form.authentic_languages)
    try:
        async with transaction():
            forum = await forum_called(form.forum)
            row = await put(Memorandum, **columns, forum=forum, authentic_languages=languages, created_at=now, updated_at=now)
            await put(Edition, memorandum=row.id, number=1, created_at=now)
            await put(MemorandumMember, memorandum=row.id, coordinator=coordinator_id)
            await let_memorandum_be_found(row.id)
            await trail.record(TrailAct.MEMORANDUM_BEGUN, memorandum=row.id)
    except Duplicate as duplicate:
        raise SlugTaken from duplicate
    return row


async def change_particulars(memorandum: Memorandum, change: MemorandumChange, *, approved: bool = False) -> None:
    """Change forum, kind, symbol or authentic languages while the text is not fixed.

    Raises:
        TextFrozen: the text is authenticated.
        InvalidForm: there is no such forum.
        LessCareNeedsApproval: the forum is less careful than the one it leaves, and no second coordinator `approved` that.

    """
    values = change.model_dump(include={"kind", "symbol", "reservations"}, exclude_none=True, mode="json") | {"updated_at": clock.now()}
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.CHANGE_PARTICULARS, Situation(row))
        if "forum" in change.model_fields_set:
            values["forum"] = forum = await forum_called(change.forum)
            check_care(await profile_of_forum(row.forum), await profile_of_forum(forum), approved=approved)
        if change.authentic_languages:
            values["authentic_languages"] = ",".join(dict.fromkeys(change.authentic_languages))
            await _mark_authentic(row, change.authentic_languages)
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await let_memorandum_be_found(row.id)
        await trail.record(TrailAct.MEMORANDUM_CHANGED, memorandum=row.id)
        await less_is_shown(row)


async def _mark_authentic(memorandum: Memorandum, languages: list[str]) -> None:
    edition = await edition_queries.edition_worked_on(memorandum.id)
    for wording in await edition_queries.wordings(edition.id):
        translation = WordingStatus.UNOFFICIAL if wording.status == WordingStatus.AUTHENTIC else wording.status
        status = WordingStatus.AUTHENTIC if wording.language in languages else translation
        await Wording.update({Wording.status: str(status)}).where(Wording.id == wording.id)


async def forum_called(slug: str | None) -> int | None:
    """Return the id of the forum with an address name; None without one.

    Raises:
        InvalidForm: there is no such forum.

    """
    if slug is None:
        return None
    forum = await forum_queries.by_slug(slug)
    if forum is None:
        raise InvalidForm({"forum": Message("There is no forum with this address name.")})
    return int(forum.id)
