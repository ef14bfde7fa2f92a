"""Doubts about a signature: somebody of the organisation questions it, and a coordinator confirms or annuls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition import trail
from coalition.acts import queries as acts
from coalition.acts.disclosure_levels import HIDDEN
from coalition.acts.histories import level_of
from coalition.acts.new_acts import LetterToWrite, Person, follow_up
from coalition.acts.recording import record
from coalition.acts.tables import ActKind, AnnulmentGround
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations import queries as invitations
from coalition.invitations.letters import forum_of, is_discreet
from coalition.invitations.links import end_links_of
from coalition.memoranda import queries as memoranda
from coalition.organisations import queries as organisations
from coalition.settings import SUPPORTED_LANGUAGES, load
from coalition.signatures.disclosing import stop_requests
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.acts.new_acts import NewAct
    from coalition.acts.tables import Act
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import AnnulmentForm


async def question(memorandum: Memorandum, organisation_id: int, *, by: str, reason: str) -> Act:
    """Record that somebody of the organisation says the act was not theirs; the act stands until a coordinator decides.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        standing = await acts.standing_of(row.id, organisation_id)
        act = follow_up(row, standing, ActKind.QUESTION, signer=Person(by, reason=reason))
        recorded = await record(replace(act, letters=await _alarms(act)))
    return recorded.act


async def _alarms(act: NewAct) -> list[LetterToWrite]:
    """Return letters to the coordinators of the memorandum; a letter reveals no more than the act, and its link nothing to strangers."""
    organisation = (await organisations.views_by_id([act.organisation]))[act.organisation]
    discreet = not act.level.named or is_discreet(organisation, await forum_of(act.memorandum), act.memorandum)
    view = await memoranda.view(act.memorandum)
    letters = []
    for person in await memoranda.coordinators_of(act.memorandum.id):
        language = person.language if person.language in SUPPORTED_LANGUAGES else "en"
        link = load().base_url + url_for("desk.question.show", lang=language, act=act.id)
        named = {} if discreet else {"organisation": organisation.primary.name, "title": view.title(language)}
        letters.append(LetterToWrite("questioned", person.email, language, {"name": person.name, "link": link, "discreet": discreet, **named}))
    return letters


async def assure(memorandum: Memorandum, organisation_id: int, *, by: Coordinator, reason: str) -> Act:
    """Record that a coordinator examined a question and that the act is valid.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        standing = await acts.standing_of(row.id, organisation_id)
        recorded = await record(follow_up(row, standing, ActKind.ASSURANCE, signer=Person(by.name, reason=reason)))
        await trail.record(TrailAct.QUESTION_ANSWERED, f"organisation:{organisation_id}", row.id)
    return recorded.act


async def annul(memorandum: Memorandum, organisation_id: int, form: AnnulmentForm, *, by: Coordinator) -> Act:
    """Annul an act that was forged, done without mandate, or entered by mistake; its line stays in brackets with the ground.

    A quiet annulment leaves no line and no notification, if the line itself would put somebody in danger.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        standing = await acts.standing_of(row.id, organisation_id)
        level = HIDDEN if form.quiet else level_of(standing.history)
        ground = AnnulmentGround(form.ground).value
        signer = Person(by.name, reason=form.reason)
        annulment = follow_up(row, standing, ActKind.ANNULMENT, level=level, signer=signer, ground=ground, detail=ground)
        recorded = await record(annulment)
        await trail.record(TrailAct.ACT_ANNULLED, f"organisation:{organisation_id}", row.id)
        await _end_links(standing.root, organisation_id)
        await stop_requests(row.id, organisation_id)
    return recorded.act


async def _end_links(annulled: Act, organisation_id: int) -> None:
    """End the links that an annulled act created if they would open another act, whose signer has their own links."""
    remaining = await acts.own_record(annulled.memorandum, organisation_id)
    invitation = await invitations.invitation_of(annulled.memorandum, organisation_id)
    if remaining and remaining.stands and invitation:
        await end_links_of(invitation.id, [annulled.id])
