"""What the pages of an appeal share: sentences for broken rules, its steps, and the appeal itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.exceptions import NotFoundException

from coalition.appeals.errors import AppealChanged, AppealNotSent, AppealSent, HourOver, NameInText, NobodyGetsLetters
from coalition.appeals.queries import appeal_of
from coalition.desk.approvals.approvals import REFUSALS
from coalition.desk.desk_pages import own_memorandum
from coalition.errors import StillUsed
from coalition.languages import Message
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.appeals.tables import Appeal
    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum

SENTENCES: Mapping[type[CoalitionError], Message] = {
    **REFUSALS,
    AppealSent: Message("The appeal was sent; it does not change any more."),
    AppealNotSent: Message("An appeal is adopted when it is sent: continue there."),
    AppealChanged: Message("Somebody changed the appeal while you looked at it. Nothing was sent: read it again."),
    StillUsed: Message("Something rests on this appeal: it cannot be deleted."),
    NameInText: Message(
        "The name of a person stands in a text, in a description or among the addressees. It could not be taken away if they take their"
        " consent back: write a description instead."
    ),
    HourOver: Message("The hour until which it was to be open is over. Choose a later one in the text."),
    NobodyGetsLetters: Message("No member of the chosen networks can be written to. Choose another network, or enter contacts first."),
}
STEPS = (Message("The text"), Message("Whom it goes to"), Message("Check and send"))


async def own_appeal(request: AnyRequest, slug: str) -> tuple[Memorandum, Appeal]:
    """Return an appeal on which the person works, with its memorandum.

    Raises:
        NotFoundException: there is no such memorandum, the person does not work on it, or it is no appeal.

    """
    row = await own_memorandum(request, slug)
    appeal = await appeal_of(row.id)
    if appeal is None:
        raise NotFoundException
    return row, appeal
