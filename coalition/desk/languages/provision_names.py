"""The name of a provision for people, with that of the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.drafting.provision_texts import TITLE
from coalition.languages import Message

if TYPE_CHECKING:
    from coalition.memoranda.label_queries import Labels


def name_in(labels: Labels, key: str) -> Message:
    """Return the name of the title or of a provision."""
    return Message("Title") if key == TITLE else labels.name(key)
