"""Bodies and queries about timelines that the domain does not have."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from coalition.api.forms import Limit
from coalition.deliveries.forms import TO_SOMEBODY, EntryForm, EntryTextForm, OptionalLink
from coalition.deliveries.queries import is_place
from coalition.deliveries.tables import EntryKind, EntryState
from coalition.fields import Form, Line, Paragraphs, PastDateText, Refused, Tick, one_of
from coalition.languages import Message

_HAPPENED = frozenset(EntryKind) - TO_SOMEBODY


def _place(value: str) -> str:
    if value and not is_place(value):
        raise Refused(Message("Give the cursor from the page before."))
    return value


Place = Annotated[str, Field(max_length=60, description="The cursor from `next` of the page before."), AfterValidator(_place)]


class PartOfTimeline(Form):
    """Which entries of a timeline, newest first."""

    after: Place = ""
    limit: Limit = 50
    q: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$", description="Words of an entry, or the name of an addressee.")] = ""


class PartOfEntries(PartOfTimeline):
    """Which entries, private ones among them."""

    kind: EntryKind | None = None
    state: EntryState | None = None


class NameOfFile(Form):
    """What the file in the body is called; its bytes say what it is."""

    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$", description="As coordinators read it beside the file.")] = ""


class AnswerForm(Form):
    """What the addressee of a delivery answered, or that nothing was received."""

    on: PastDateText
    texts: Annotated[list[EntryTextForm], Field(max_length=30)] = []
    silent: Tick = False
    link: OptionalLink = None
    document: Line = ""
    evidence: Annotated[Paragraphs, Field(max_length=2000)] = ""


class DeliveryForm(EntryForm):
    """A delivery, with the answer if there is one already; or an answer alone, with `kind`."""

    kind: Annotated[EntryKind, one_of(TO_SOMEBODY)] = EntryKind.DELIVERY
    answer: Annotated[AnswerForm | None, Field(description="Becomes an entry of its own.")] = None

    def entries(self) -> list[EntryForm]:
        """Return the form of each entry."""
        own = self.model_dump(mode="json", exclude={"answer"})
        answer = [self.answer.model_dump(mode="json") | {"kind": EntryKind.ANSWER.value, "addressee": self.addressee}] if self.answer else []
        return [EntryForm.parse(given) for given in (own, *answer)]


class UpdateForm(EntryForm):
    """An update, or with `kind` the outcome."""

    kind: Annotated[EntryKind, one_of(_HAPPENED)] = EntryKind.UPDATE
