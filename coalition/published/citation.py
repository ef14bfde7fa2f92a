"""What is cited: a text, an edition, a provision, the state on a day, a signatory's line, a statement; and its citation in plain words.

`citation_files.py` writes the same as BibTeX, RIS and CSL-JSON. Nothing here is read from the address of a request: a citation is made
of what is public, and of a part that exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.addresses import url_for
from coalition.languages import Message, date_text
from coalition.memoranda import edition_queries
from coalition.memoranda.label_queries import Labels, written_in
from coalition.memoranda.tables import MemorandumKind
from coalition.organisations.names import name_for
from coalition.partial_dates import PartialDate
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.organisations.views import OrganisationView
    from coalition.published.memorandum import PublicMemorandum
    from coalition.statements.views import Stated

    Written = tuple[str, str]


class Citation(Struct, frozen=True, kw_only=True):
    """A work that is cited. Texts are pairs (language, text); what is not known is empty.

    `key` is its identifier in files, `part` the cited part of the work. `authors` are organisations, each under one whole name; `by` are
    those whom the plain citation names first. Of many authors the first are named, and `more_authors` says that there are others.
    """

    key: str
    kind: Message
    title: Written
    url: str
    authors: Sequence[Written] = ()
    more_authors: bool = False
    by: Sequence[Written] = ()
    part: Message | None = None
    container: Written | None = None
    date: PartialDate | None = None
    number: str = ""
    edition: int | None = None
    note: str = ""

    def plain(self, language: str) -> list[Written]:
        """Return the parts of a plain citation: who, what, where, when, under which number, edition, address; unknown ones are left out."""
        parts = [*self.by, *([(language, self.part.text(language))] if self.part else []), self.title]
        if self.container:
            parts.append(self.container)
        if self.date:
            parts.append((language, date_text(self.date, language)))
        if self.number:
            parts.append(("en", self.number))
        if self.edition:
            parts.append((language, Message("edition {number}", number=self.edition).text(language)))
        return [*parts, ("en", self.url)]

    def full_title(self, language: str) -> str:
        """Return the title for files, with the cited part before it."""
        return f"{self.part.text(language)}. {self.title[1]}" if self.part else self.title[1]


def address_of(slug: str, language: str) -> str:
    """Return the whole address of a memorandum's page."""
    return load().base_url + url_for("public.memorandum.show", lang=language, memorandum=slug)


def of_text(public: PublicMemorandum, language: str) -> Citation:
    """Return the citation of the edition in force; its authors in files are the organisations whose signature stands and names them."""
    view = public.view
    day = view.adopted or view.announced
    words = public.forum.text(language) if public.forum else None
    return Citation(
        key=view.slug,
        kind=MemorandumKind(view.kind).word,
        title=view.title(language),
        url=address_of(view.slug, language),
        authors=[_author(line.then, language) for line in public.status.lines if line.binds],
        more_authors=public.status.page is not None and public.status.page.is_part,
        container=(words.language, words.title) if words else None,
        date=PartialDate(str(day)) if day else None,
        number=view.symbol,
        edition=view.edition if view.digest else None,
        note=view.digest or "",
    )


def of_edition(public: PublicMemorandum, language: str) -> Citation:
    """Return the citation of one edition at its own address; `public` is the view of that edition."""
    view = public.view
    address = load().base_url + url_for("public.edition.show", lang=language, memorandum=view.slug, edition=view.edition)
    return replace(of_text(public, language), key=f"{view.slug}-edition-{view.edition}", url=address)


async def of_provision(public: PublicMemorandum, key: str, language: str) -> Citation | None:
    """Return the citation of a provision of the edition shown; None if the edition has no such provision."""
    labels = await labels_in_edition(public, language)
    if key not in labels.shared:
        return None
    whole = of_edition(public, language)
    return replace(whole, key=f"{whole.key}-{key}", part=labels.name(key), url=f"{whole.url}#{key}")


async def labels_in_edition(public: PublicMemorandum, language: str) -> Labels:
    """Return the labels of the provisions of the edition shown for readers of a language, in the order of the text; a draft has none to cite."""
    if not public.view.digest or not public.texts:
        return Labels({}, {})
    edition = public.texts[0].edition
    shared = {provision.key: provision.label for provision in await edition_queries.provisions(edition)}
    return Labels(shared, await written_in([edition], [language]))


def of_state(public: PublicMemorandum, language: str) -> Citation:
    """Return the citation of the list of signatories on the day of the view."""
    day = public.status.as_at
    return replace(
        of_text(public, language),
        key=f"{public.view.slug}-{day}",
        part=Message("Signatories as at {date}", date=day),
        date=PartialDate(day.isoformat()),
        url=_state_address(public, day, language),
        note="",
    )


def _state_address(public: PublicMemorandum, day: date, language: str, **line: str) -> str:
    """Return the whole address of the list on a day; with a `line`, that of the page which contains it."""
    address = url_for("public.signatories.show", lang=language, memorandum=public.view.slug, at=day.isoformat(), **line)
    return load().base_url + address


def of_line(public: PublicMemorandum, slug: str, language: str) -> Citation | None:
    """Return the citation of a signatory's line on the day of the view; None if nobody may read such a line."""
    line = next((line for line in public.status.lines if line.organisation.slug == slug), None)
    if line is None:
        return None
    author = _author(line.then, language)
    return replace(
        of_state(public, language),
        key=f"{public.view.slug}-{public.status.as_at}-{slug}",
        authors=[author],
        more_authors=False,
        by=[author],
        part=line.act.word,
        date=line.acted,
        url=_state_address(public, public.status.as_at, language, line=slug) + f"#party-{slug}",
    )


def of_statement(public: PublicMemorandum, stated: Stated, language: str) -> Citation:
    """Return the citation of a statement that has a number."""
    author = _author(stated.then, language)
    return replace(
        of_text(public, language),
        key=f"{public.view.slug}-statement-{stated.number}",
        kind=stated.kind.word,
        authors=[author],
        more_authors=False,
        by=[author],
        part=stated.title,
        date=stated.made,
        url=f"{load().base_url}{statement_address(public.view.slug, stated, language)}",
        note="",
    )


def statement_address(slug: str, stated: Stated, language: str) -> str:
    """Return the permanent path of a statement that has a number."""
    return url_for("public.statements.list", lang=language, memorandum=slug, number=stated.number) + f"#{stated.anchor}"


def _author(organisation: OrganisationView, language: str) -> Written:
    name = name_for(organisation, language)
    return name.language, name.name
