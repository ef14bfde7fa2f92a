"""What stands in the way of an adoption: packages supply obstacles, the page shows them, and the operation refuses those that forbid it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.memoranda import edition_queries
from coalition.memoranda.concordance import Concordance, concordance
from coalition.memoranda.confirmation_queries import confirmations_of
from coalition.memoranda.tables import WordingStatus
from coalition.memoranda.wording_agreement import changed_since
from coalition.steps import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.errors import CoalitionError
    from coalition.languages import Message
    from coalition.memoranda.tables import Edition, Memorandum, Provision, Wording
    from coalition.memoranda.wording_agreement import Confirmation
    from coalition.text.sources import StoredBlock


class Obstacle(Struct, frozen=True):
    """One obstacle: what it is, and the page (an address with its parameters, and a place on it) where it can be seen or removed.

    One with an `error` forbids the adoption; every other only has to be seen, and is ticked under its `code`.
    """

    code: str
    message: Message
    error: CoalitionError | None = None
    address: str = ""
    params: Mapping[str, str] = {}
    place: str = ""


class TextToAdopt(Struct, frozen=True):
    """The draft that would be adopted: its wordings, and what the sources of obstacles ask about it.

    `blocks` are those of the authentic wordings, by language.
    """

    memorandum: Memorandum
    edition: Edition
    wordings: Sequence[Wording]
    provisions: Sequence[Provision]
    blocks: Mapping[str, Sequence[StoredBlock]]
    confirmations: Mapping[int, Confirmation]

    @property
    def authentic(self) -> list[Wording]:
        """The authentic wordings."""
        return [wording for wording in self.wordings if wording.status == WordingStatus.AUTHENTIC]

    @property
    def concordance(self) -> Concordance:
        """Which provision stands in which language."""
        return concordance(self.provisions, self.blocks)

    @property
    def outdated(self) -> dict[str, list[str]]:
        """The languages to confirm, each with the authentic languages that changed since."""
        changed = {wording.language: changed_since(wording, self.wordings, self.confirmations.get(wording.id)) for wording in self.wordings}
        return {language: others for language, others in changed.items() if others}


obstacles: Question[TextToAdopt, Obstacle] = Question()


async def text_to_adopt(memorandum: Memorandum, edition: Edition) -> TextToAdopt:
    """Read the draft that would be adopted."""
    wordings = await edition_queries.wordings(edition.id)
    authentic = [wording for wording in wordings if wording.status == WordingStatus.AUTHENTIC]
    blocks = {wording.language: await edition_queries.blocks_of(wording.id) for wording in authentic}
    provisions = await edition_queries.provisions(edition.id)
    return TextToAdopt(memorandum, edition, wordings, provisions, blocks, await confirmations_of(edition.id))


async def check_obstacles(memorandum: Memorandum, edition: Edition) -> None:
    """Refuse an adoption that an obstacle forbids, inside the caller's transaction.

    Raises:
        CoalitionError: the error of the first obstacle that forbids it.

    """
    for obstacle in await obstacles.ask(await text_to_adopt(memorandum, edition)):
        if obstacle.error:
            raise obstacle.error
