"""Records of drafting for stories: amendments that are proposed, supported, decided and adopted, with the answers of their authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.amendments.forms import CoSponsorForm, HandInForm
from coalition.amendments.proposing import hand_in, save_amendment
from coalition.amendments.supporting import join_amendment
from coalition.amendments.tables import AMENDMENT_TEXT, Amendment, AmendmentState, PublicAnswer
from coalition.database import put
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.public_proposals import record_page
from coalition.drafting_record.publishing import publish_lines
from coalition.drafting_record.searched_proposals import let_proposals_be_found
from coalition.drafting_record.tables import ProposalAuthor, PublishedProposal
from coalition.memoranda.authenticating import adopt
from coalition.memoranda.forms import AdoptionForm
from coalition.memoranda.tables import Memorandum, Publicity
from tests import factories
from tests.amendments import proposed

if TYPE_CHECKING:
    from coalition.amendments.forms import AmendmentForm
    from coalition.drafting_record.public_proposals import PublicProposal
    from coalition.organisations.tables import Organisation


async def handed_in(session: str, form: AmendmentForm, answer: str) -> int:
    """Propose an amendment in a seat and hand it in, with the answer about everybody."""
    await save_amendment(session, form, "en")
    [number] = await hand_in(session, HandInForm.parse({"disclosure": "named", "published": answer}))
    return number


async def supported(session: str, number: int, answer: str) -> None:
    """Support an amendment, with the answer about everybody."""
    await join_amendment(session, number, CoSponsorForm.parse({"disclosure": "named", "published": answer}))


async def adopted(memorandum: Memorandum, *, public: bool = True) -> Memorandum:
    """Adopt the text; let everybody read it."""
    await adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
    if public:
        await Memorandum.update({Memorandum.publicity: Publicity.PUBLIC.value}).where(Memorandum.id == memorandum.id)
    return await factories.reloaded(memorandum)


async def publish(memorandum: Memorandum, *numbers: int, reasons: bool = False) -> None:
    """Publish the lines of some amendments."""
    await publish_lines(memorandum, PublicationForm(amendments=[*numbers], reasons=reasons))


async def lines(memorandum: Memorandum) -> list[PublicProposal]:
    """Return the lines that everybody reads."""
    return [*(await record_page(memorandum.id, limit=500)).lines]


async def shown(memorandum: Memorandum) -> list[tuple[str, str]]:
    """Return the proposed text of each line that everybody reads, with the name of its author."""
    return sorted((line.text, line.author.slug if line.author else "") for line in await lines(memorandum))


async def three(memorandum: Memorandum) -> dict[str, str]:
    """Let three organisations propose something: Ben by name, Cleo without her name, Far for nobody; return their sessions."""
    seats = await proposed.sessions(memorandum)
    for slug, label, answer in (("ben", "1", "named"), ("cleo", "3", "unnamed"), ("far", "2", "no")):
        text = {"1": "The parties meet twice.", "3": "The parties publish all.", "2": "The parties report in public:"}[label]
        await handed_in(seats[slug], await proposed.replacing(memorandum, label, text, reason=f"The reason of {slug}."), answer)
    return seats


async def put_line(memorandum: Memorandum, organisation: Organisation, number: int = 1, *, by_fault: bool = False) -> None:
    """Publish a rejected amendment of an organisation for an adopted text; `by_fault`, although it may not be."""
    text, key = f"They meet {number} times.", f"{number:032x}"
    row = await put(
        Amendment,
        key=key,
        memorandum=memorandum.id,
        edition=1,
        organisation=organisation.id,
        number=number,
        operation="new",
        language="en",
        version=1,
        disclosure="named",
        saved_at=clock.now(),
        submitted_at=clock.now(),
        state=AmendmentState.REJECTED.value,
        published=PublicAnswer.NAMED.value,
        text=AMENDMENT_TEXT.encrypt(text, key),
    )
    if not by_fault:
        await publish(memorandum, number)
        return
    same = {"memorandum": memorandum.id, "amendment": row.id, "edition": 1, "operation": "new", "language": "en", "outcome": "rejected"}
    line = await put(PublishedProposal, **same, place=f"0001.000001.{key}", text=text, named=True)
    await put(ProposalAuthor, proposal=line.id, organisation=organisation.id)
    await let_proposals_be_found([line])
