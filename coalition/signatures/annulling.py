"""Doubts about a signature: somebody of the organisation questions it, a coordinator answers the doubt or annuls the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts import queries as acts
from coalition.acts.adding import add_act, level_of, tell
from coalition.acts.disclosures import HIDDEN, Level
from coalition.acts.tables import Act, ActKind, AnnulmentGround, Disclosure, Signer
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations import queries as invitations
from coalition.invitations.letters import forum_of, is_discreet
from coalition.invitations.links import end_links_of
from coalition.mail.writing import write_letter
from coalition.memoranda import queries as memoranda
from coalition.notices.issuing import pages_change
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import AnnulmentForm


async def question(memorandum: Memorandum, organisation_id: int, *, by: str, reason: str) -> Act:
    """Record that somebody of the organisation says the act was not theirs; it stands until a coordinator decides.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        act = await _follow(memorandum, organisation_id, ActKind.QUESTION, by=by, reason=reason)
        await _alarm(memorandum, act)
    return act


async def _alarm(memorandum: Memorandum, act: Act) -> None:
    """Write to those who work on the memorandum; the letter is no more open than the act, and its link tells strangers nothing."""
    organisation = (await organisations.named([act.organisation]))[act.organisation]
    discreet = not Level(Disclosure(act.disclosure)).named or is_discreet(organisation, await forum_of(memorandum))
    view = await memoranda.view(memorandum)
    for person in await memoranda.coordinators_of(memorandum.id):
        language = person.language if person.language in SUPPORTED_LANGUAGES else "en"
        await write_letter(
            "questioned",
            address=person.email,
            language=language,
            name=person.name,
            organisation=organisation,
            memorandum=view,
            discreet=discreet,
            link=load().base_url + url_for("desk.question.show", lang=language, act=act.id),
        )


async def assure(memorandum: Memorandum, organisation_id: int, *, by: Coordinator, reason: str) -> Act:
    """Record that a coordinator looked into a question and that the act is good.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    return await _follow(memorandum, organisation_id, ActKind.ASSURANCE, by=by.name, reason=reason)


async def _follow(memorandum: Memorandum, organisation_id: int, kind: ActKind, *, by: str, reason: str) -> Act:
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        found = await acts.standing_of(row.id, organisation_id)
        act = await add_act(row, organisation_id, kind, level_of(found.history), about=found.root.id)
        await Signer.insert(Signer(act=act.id, name=by, reason=reason))
        await pages_change()
    return act


async def annul(memorandum: Memorandum, organisation_id: int, form: AnnulmentForm, *, by: Coordinator) -> Act:
    """Annul an act that was forged, made without mandate, or entered by mistake; its line stays in brackets with the ground.

    A quiet annulment leaves no line and no notification, for a danger that the line itself would be.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        found = await acts.standing_of(row.id, organisation_id)
        level = HIDDEN if form.quiet else level_of(found.history)
        ground = AnnulmentGround(form.ground).value
        act = await add_act(row, organisation_id, ActKind.ANNULMENT, level, about=found.root.id, ground=ground)
        await Signer.insert(Signer(act=act.id, name=by.name, reason=form.reason))
        await _end_links(found.root, organisation_id)
        await tell(row, organisation_id, NoticeKind.ANNULMENT, named=found.named and not form.quiet, detail=ground)
    return act


async def _end_links(annulled: Act, organisation_id: int) -> None:
    """Let the links that came with an annulled act end where they would open another one, whose signer has links of his own."""
    left = await acts.own_record(annulled.memorandum, organisation_id)
    invitation = await invitations.invitation_of(annulled.memorandum, organisation_id)
    if left and left.stands and invitation:
        await end_links_of(invitation.id, [annulled.id])
