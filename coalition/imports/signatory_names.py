"""The organisations that the rows of a list of signatories name: of the register, asked about, or new ones as answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.fields import InvalidForm
from coalition.imports.organisation_rows import names_by_script, read_row
from coalition.imports.questions import LEAVE_OUT, NEW, Question, id_of
from coalition.imports.shared_cells import RowRead
from coalition.imports.slugs import free_slugs
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.event_queries import lifetimes_of
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.likely_duplicates import likely_duplicates
from coalition.organisations.names import NameMessage
from coalition.organisations.sought import Sought
from coalition.search_keys import plain_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.imports.shared_cells import CellReader
    from coalition.organisations.views import Lifetime, OrganisationView

_MOST_CANDIDATES = 5


class Signatories(Struct):
    """The organisations that a file names: ids by slug, by present or former name, and by answer; forms of new ones by name."""

    by_slug: Mapping[str, int]
    by_name: Mapping[str, set[int]]
    views: Mapping[int, OrganisationView]
    lifetimes: Mapping[int, Lifetime]
    new: dict[str, OrganisationForm]
    questions: dict[str, Question]
    called_new: Collection[str]  # names that an answer calls new, also after they were entered

    def find(self, typed: str) -> tuple[OrganisationView | None, OrganisationForm | None]:
        """Return the organisation that a row names, or the form of a new one.

        Raises:
            InvalidForm: no organisation, or more than one, has the name, and no answer says which is meant.

        """
        if typed in self.by_slug:
            return self.views[self.by_slug[typed]], None
        ids = self.by_name.get(plain_key(typed), set()) if typed else set()
        question = self.questions.get(plain_key(typed))
        chosen = next((view for view in self.views.values() if question and view.slug == question.answer), None)
        if chosen or len(ids) == 1:
            return chosen or self.views[next(iter(ids))], None
        if plain_key(typed) in self.new:
            return None, self.new[plain_key(typed)]
        raise InvalidForm({"organisation": self._reason(typed, ids)})

    def _reason(self, typed: str, ids: Collection[int]) -> Message:
        if not ids:
            return Message("No organisation in the register is called {name}.", name=typed)
        slugs = sorted(self.views[number].slug for number in ids)
        return Message("More than one organisation is called {name}; write its address name: {slugs}.", name=typed, slugs=slugs)

    def was_new(self, typed: str) -> bool:
        """Whether an answer calls an organisation new: nobody said yet whether its name may be shown."""
        return plain_key(typed) in self.called_new

    def number_of_new(self, typed: str) -> int:
        """Return a number for an organisation that has no id yet, different from every id."""
        return -1 - list(self.new).index(plain_key(typed))


async def signatories_of(reads: Sequence[RowRead], reader: CellReader) -> Signatories:
    """Read the organisations that some rows name, and ask about names that the register does not know or knows more than once."""
    typed = {read.values["organisation"]: read for read in reversed(reads) if read.values.get("organisation")}
    slugs = await queries.ids_by_slug(typed)
    names = await queries.ids_by_names(set(typed) - slugs.keys())
    by_name = {plain_key(text): names[plain_key(text)] for text in typed if plain_key(text) in names}
    unclear = {text: read for text, read in typed.items() if text not in slugs and len(by_name.get(plain_key(text), ())) != 1}
    alike = await _alike(unclear)
    ids = {*slugs.values(), *(number for some in (*by_name.values(), *alike.values()) for number in some)}
    views = await queries.views_by_id(ids)
    meant = {text: sorted({*by_name.get(plain_key(text), ()), *alike[text]} & views.keys()) for text in unclear}
    asked = {plain_key(text): _ask(text, read, [views[at] for at in meant[text]], reader) for text, read in reversed(unclear.items())}
    new = await _new_ones([(key, read) for key, read in _by_key(unclear).items() if asked[key].answer == NEW], reader)
    called_new = {plain_key(text) for text in typed if reader.questions.answers.get(id_of(_key(text))) == NEW}
    return Signatories(slugs, by_name, views, await lifetimes_of(ids), new, asked, called_new)


def _by_key(unclear: Mapping[str, RowRead]) -> dict[str, RowRead]:
    return {plain_key(text): read for text, read in unclear.items()}


async def _alike(unclear: Mapping[str, RowRead]) -> dict[str, list[int]]:
    """Return for each name the organisations with the same name, or nearly the same."""
    texts = list(unclear)
    sought = {at: Sought([(text, "")], unclear[text].values.get("country") or None) for at, text in enumerate(texts)}
    likely = await likely_duplicates(sought, _MOST_CANDIDATES, abroad=True)
    return {text: [party.organisation.id for party in likely.get(at, ())] for at, text in enumerate(texts)}


def _key(typed: str) -> str:
    return f"organisation:{plain_key(typed)}"


def _ask(typed: str, read: RowRead, candidates: Sequence[OrganisationView], reader: CellReader) -> Question:
    same = [(view.slug, Message("the same as {name} ({slug})", name=NameMessage(view), slug=view.slug)) for view in candidates]
    other = [(NEW, Message("a new organisation")), (LEAVE_OUT, Message("leave these rows out"))]
    return reader.questions.ask(_key(typed), read.number, Message("Which organisation is “{name}”?", name=typed), [*same, *other], LEAVE_OUT)


async def _new_ones(rows: Sequence[tuple[str, RowRead]], reader: CellReader) -> dict[str, OrganisationForm]:
    """Return the forms of new organisations by name; a name whose language nobody chose is left out."""
    named: dict[str, RowRead] = {}
    for key, read in rows:
        copied = RowRead(read.number, {"name_en": read.values["organisation"], "country": read.values.get("country", "")})
        names_by_script(reader, copied)
        if not copied.problems:
            named[key] = copied
    slugs = await free_slugs({read.number: read.values.get("name_en") or read.values["name_native"] for read in named.values()}, ())
    forms = {}
    for key, read in named.items():
        try:
            form = read_row(read.values | {"slug": slugs[read.number]}, None)
        except InvalidForm:
            continue
        if isinstance(form, OrganisationForm):
            forms[key] = form.model_copy(update={"confirmed_new": True})  # the answer says so
    return forms
