"""The chase list as a reader of its pages sees it, and compared with a list computed from every invitation and act of a memorandum."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.deadlines import deadline
from coalition.acts.histories import current_by_party
from coalition.acts.mandate_queries import bases_of
from coalition.acts.parties import superseded_for
from coalition.acts.status_lines import mandate_behind
from coalition.acts.tables import Act, ActKind, Channel, Signer
from coalition.invitations import chase_queries
from coalition.invitations.chase_list import Chased, chase_page
from coalition.invitations.chase_queries import Wanted, counts_on
from coalition.invitations.chase_rows import counters_of_rows, rebuild
from coalition.invitations.last_answers import SILENT, Answer, LastAnswer
from coalition.invitations.queries import handed_over
from coalition.invitations.recipient_queries import recipients_by_invitation
from coalition.invitations.tables import ChaseRow, ConfirmationCount, Invitation
from coalition.mail.queries import states_by_subject
from coalition.organisations.queries import views_by_id
from coalition.organisations.views import sort_key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any
    from uuid import UUID

    from coalition.acts.histories import History
    from coalition.memoranda.tables import Memorandum


LANGUAGE = "ru"  # of the reader


async def chase_list(memorandum: Memorandum, state: str = "", country: str = "", *, limit: int = 3) -> list[Chased]:
    """Return every row of the list, or of those asked for, as somebody who turns the pages reads it."""
    rows: list[Chased] = []
    after = ""
    while True:
        page = await chase_page(memorandum, Wanted(state, country, after), LANGUAGE, limit)
        assert page.begins == (not after)
        rows += page.rows
        if not page.more:
            return rows
        assert len(page.rows) == limit
        after = page.rows[-1].organisation.slug


async def check_chase_list(memorandum: Memorandum) -> None:
    """Check that pages, filters and counters agree with invitations and acts, and that a rebuild changes nothing."""
    expected = await from_everything(memorandum)
    rows = await chase_list(memorandum)
    assert rows == expected
    for state in ("silent", *Answer):
        wanted = SILENT if state == "silent" else [state]
        assert await chase_list(memorandum, state) == [row for row in expected if row.state in wanted]
    for country in {row.organisation.country for row in expected}:
        assert await chase_list(memorandum, country=country or "none") == [row for row in expected if row.organisation.country == country]
    counts = await counts_on(memorandum.id)
    assert counts.by_state == {answer.value: sum(row.state == answer for row in expected) for answer in Answer}
    assert (counts.total, counts.silent) == (len(expected), sum(row.silent for row in expected))
    assert counts.invited == sum(row.id is not None and row.state != Answer.REVOKED for row in expected)
    assert counts.uninvited == sum(row.id is None for row in expected)
    assert (counts.unnamed, counts.without_act) == (sum(row.name_withheld for row in expected), sum(row.disclosure is None for row in expected))
    assert counts.due == sum(row.is_due for row in expected)
    longest = sorted((row for row in expected if row.silent), key=lambda row: (row.invited_at, row.organisation.name_key, row.organisation.slug))
    assert await chase_queries.longest_awaited(memorandum.id, SILENT, 3) == [row.organisation.id for row in longest[:3]]
    before = await _stored(memorandum.id)
    numbers, _ = await counters_of_rows(memorandum.id)
    assert before[1] == {alike: number for alike, number in numbers.items() if number}
    assert before[2] == await _confirmations(memorandum, expected)
    await rebuild(memorandum.id)
    assert await _stored(memorandum.id) == before


async def _confirmations(memorandum: Memorandum, expected: Sequence[Chased]) -> dict[date, int]:
    """Return how many of the rows wait for a confirmation since a day, computed from the acts."""
    waiting = {row.organisation.id for row in expected if row.state == Answer.AD_REFERENDUM}
    acts = (await acts_queries.acts_on([memorandum.id]))[memorandum.id]
    histories = current_by_party(acts) | current_by_party(acts, but=await superseded_for(memorandum.id))
    roots = [histories[party].root for party in waiting]
    days = (root.received or root.recorded_on for root in roots if root.channel is not Channel.HISTORICAL)
    return dict(Counter(day for day in days if day))


async def _stored(memorandum_id: int) -> tuple[list[str], dict[tuple[object, ...], int], dict[date, int]]:
    rows = await ChaseRow.objects().where(ChaseRow.memorandum == memorandum_id).order_by(ChaseRow.place)
    counters = await chase_queries.counters_on(memorandum_id)
    numbers = {(row.state, row.country, row.invited, row.signs, row.unnamed, row.has_contact): row.n for row in counters}
    awaited = await ConfirmationCount.objects().where(ConfirmationCount.memorandum == memorandum_id)
    contents = [str({name: value for name, value in row.to_dict().items() if name != "id"}) for row in rows]
    return contents, numbers, {row.awaited_on: row.n for row in awaited}


async def from_everything(memorandum: Memorandum) -> list[Chased]:
    """Return the list computed from every invitation and act of a memorandum."""
    asked = (Invitation.memorandum == memorandum.id) & Invitation.asked.eq(True)
    invitations = {invitation.organisation: invitation for invitation in await Invitation.objects().where(asked)}
    latest = await _latest(memorandum, invitations)
    by_party = dict.fromkeys(latest) | invitations
    organisations = await views_by_id(by_party)
    ids = [invitation.id for invitation in invitations.values()]
    letters = await states_by_subject([f"invitation:{number}" for number in ids])
    recipients, delegations = await recipients_by_invitation(ids), await handed_over(ids)
    signers, bases = await _signers(memorandum), await bases_of(memorandum.id, by_party, clock.today())
    rows = []
    for party, invitation in by_party.items():
        row, history = latest.get(party, (None, None))
        letter = letters.get(f"invitation:{invitation.id}", "") if invitation else ""
        kind = ActKind(row.kind) if row else None
        signer = (signers.get(row.id) or (signers.get(history.root.id, {}) if history else {})) if row else {}
        root = history.root if history else None
        rows.append(
            Chased(
                id=invitation and invitation.id,
                organisation=organisations[party],
                state=LastAnswer(invitation, row and row.id, kind, history, letter).state,
                invited_at=invitation and invitation.invited_at,
                visited_at=invitation and invitation.visited_at,
                answered_at=invitation and invitation.answered_at,
                reminded_on=invitation and invitation.reminded_on,
                reminders=invitation.reminders if invitation else 0,
                has_contact=bool(invitation and recipients.get(invitation.id)),
                act=kind,
                disclosure=history.level if history else None,
                representative=signer.get("name", ""),
                reason=signer.get("reason", ""),
                handed_over=delegations.get(invitation.id) if invitation else None,
                mandate=mandate_behind(root._replace(mandate=bases.get(root.id, root.mandate))) if root and kind is not ActKind.DECLINE else None,
                confirm_by=_confirm_by(memorandum, history),
                named=bool(history and history.named(clock.today())),
            )
        )
    return sorted(rows, key=lambda row: sort_key_of(row.organisation, LANGUAGE))


async def _latest(memorandum: Memorandum, invitations: Mapping[int, Invitation]) -> dict[int, tuple[Act, History | None]]:
    superseded = await superseded_for(memorandum.id)
    acts = (await acts_queries.acts_on([memorandum.id]))[memorandum.id]
    histories = current_by_party(acts) | current_by_party(acts, but=superseded)
    waiting = {party: invitation for party, invitation in invitations.items() if invitation.answered_at is None}
    standing = {party for party, history in histories.items() if history.ended is None}
    asked_again = {party for party, invitation in waiting.items() if invitation.revoked_at is None} - standing
    awaited = asked_again | {party for party in waiting if party in histories and histories[party].root.digest in superseded}
    rows = [row for row in await _every_act(memorandum) if row.kind not in {"disclosure", "correction"}]
    return {row.organisation: (row, histories.get(row.organisation)) for row in rows if row.organisation not in awaited}


async def _every_act(memorandum: Memorandum) -> list[Act]:
    return await Act.objects().where(Act.memorandum == memorandum.id).order_by(Act.recorded_at)


def _confirm_by(memorandum: Memorandum, history: History | None) -> date | None:
    root = history.root if history and history.waits and not history.questioned else None
    return deadline(memorandum.confirmation_days, root.channel, root.received, root.recorded_on) if root and root.recorded_on else None


async def _signers(memorandum: Memorandum) -> Mapping[UUID, Mapping[str, Any]]:
    rows = {row.act: row.to_dict() for row in await Signer.objects()}
    acts = await _every_act(memorandum)
    own = {*STANDING_KINDS, ActKind.DECLINE, ActKind.WITHDRAWAL}
    signers = {act.id: rows[act.id] for act in acts if act.kind in own and act.id in rows}
    return signers | {act.corrects: rows[act.id] for act in acts if act.corrects and rows.get(act.id, {}).get("name")}
