"""Why an article cannot be published or changed, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.articles.errors import ConsentEnded, ConsentMissing, IsPublished, NotPublished, PictureConsentMissing, PictureTextMissing
from coalition.desk.approvals import approvals
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError

RULES = (ConsentMissing, ConsentEnded, PictureConsentMissing, PictureTextMissing, IsPublished, NotPublished)
REFUSALS: Mapping[type[CoalitionError], Message] = {
    **approvals.REFUSALS,
    IsPublished: Message("It is published already."),
    NotPublished: Message("It is not published."),
    ConsentMissing: Message("This is a story, and nobody's consent is on record. Record it, or say that nobody in it can be recognised."),
    PictureConsentMissing: Message(
        "Nobody agreed to be seen in the picture. Record a consent that covers pictures, or say that nobody in the picture can be recognised."
    ),
    PictureTextMissing: Message("Say in each language of the article what its picture shows, for people who do not see it."),
    ConsentEnded: Message(
        "Somebody in it took their consent back, or the time for which they agreed is over. Take them out of the text and remove the record of "
        "their consent, or record a new one in its place."
    ),
}
