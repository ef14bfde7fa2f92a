"""The content of a notification: the record of the day of issue in plain values, stored as JSON.

It never changes. What is hidden or withdrawn later is left out when it is read (`reading.py`).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.tables import ActKind
from coalition.organisations.views import NameView
from coalition.statements.tables import StatementKind


class Party(Struct, frozen=True, omit_defaults=True):
    """An organisation under the names that it had on the day of the act."""

    slug: str
    names: tuple[NameView, ...]


class StatedThen(Struct, frozen=True, omit_defaults=True):
    """A statement.

    `provision` is a key and `label` its label on the day, `written_labels` those that texts wrote otherwise, by language; `objects_to`
    is the party of the reservation, `to_number` its number, and `precludes` says whether the objection precludes the relation.
    """

    id: str
    kind: StatementKind
    language: str
    text: str
    number: int = 0
    provision: str = ""
    label: str = ""
    written_labels: Mapping[str, str] = {}
    translations: Mapping[str, str] = {}
    objects_to: str = ""
    precludes: bool | None = None
    to_number: int = 0


class CorrectedThen(Struct, frozen=True, omit_defaults=True):
    """A correction: its passage before and after as plain text, in the language of the text; `label` is empty for the title.

    `label_in_text` is the label as the corrected text writes it; older notifications have none.

    Where the passage has a table, `before_source` and `after_source` are its Markdown.
    """

    number: int
    language: str
    label: str
    before: str
    after: str
    reason: str = ""
    objections_until: str = ""
    before_source: str = ""
    after_source: str = ""
    label_in_text: str = ""


class Entered(Struct, frozen=True, omit_defaults=True):
    """An act of the past that was entered; `acted` is a partial date."""

    organisation: str
    act: ActKind
    acted: str | None = None


class Content(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a notification says for good. Days are partial dates; an empty content says that the notification is not completed yet.

    `done` is the day of the event and `received` the day on which the depositary received it, where they are known. `parties` are the
    organisations that it speaks of, its own party first. It is hidden with any organisation of `depends_on`.
    """

    titles: Mapping[str, str] = {}
    languages: tuple[str, ...] = ()
    adoption_rule: str | None = None
    done: str | None = None
    received: str | None = None
    parties: tuple[Party, ...] = ()
    depends_on: tuple[str, ...] = ()
    statement: StatedThen | None = None
    correction: CorrectedThen | None = None
    new_names: tuple[NameView, ...] = ()
    successor: str = ""
    entered: tuple[Entered, ...] = ()

    def names_of(self, slug: str) -> tuple[NameView, ...]:
        """Return the names of an organisation on the day; empty if they are not recorded."""
        return next((party.names for party in self.parties if party.slug == slug), ())

    def without(self, slug: str) -> Content:
        """Return the same without an organisation that is not its party."""
        return replace(
            self,
            parties=tuple(party for party in self.parties if party.slug != slug),
            successor="" if self.successor == slug else self.successor,
            entered=tuple(entered for entered in self.entered if entered.organisation != slug),
        )


EMPTY = Content()


def encoded(content: Content) -> str:
    """Return a content as JSON."""
    return msgspec.json.encode(content).decode()


def decoded(text: str) -> Content:
    """Return the content of a notification; an empty one if there is none, or if a newer version wrote what this one does not know."""
    try:
        return msgspec.json.decode(text, type=Content) if text else EMPTY
    except msgspec.MsgspecError:
        return EMPTY
