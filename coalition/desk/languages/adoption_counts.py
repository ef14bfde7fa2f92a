"""What the page of an adoption says of each language by provision, and of the words of the glossary: advice, and links to where it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.glossary_queries import renderings_in
from coalition.drafting.language_queries import people_of
from coalition.drafting.tables import LanguageRole
from coalition.drafting.term_matches import terms_of
from coalition.text.apart import apart_if_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.drafting.agreement import DraftTexts
    from coalition.drafting.term_matches import TermPair
    from coalition.memoranda.tables import Edition, Memorandum


class LanguageCounts(Struct, frozen=True):
    """How many provisions of a language have to be compared, are missing, or are not revised, and how many terms one side lacks.

    `unrevised` is None where no reviser is named; `first_flagged` is the first provision with such a term.
    """

    language: str
    stale: int
    missing: int
    unrevised: int | None
    flagged: int
    first_flagged: str

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.stale or self.missing or self.unrevised or self.flagged)


async def counts_of_languages(memorandum: Memorandum, edition: Edition) -> list[LanguageCounts]:
    """Return what there is to look at in each language of a draft."""
    draft, people = await draft_texts(memorandum, edition), await people_of(memorandum.id)
    counts: list[LanguageCounts] = []
    for language in draft.languages:
        state = state_of(draft, language)
        flagged = await _flagged(draft, language)
        revised = len(state.unrevised) if LanguageRole.REVISER in people.get(language, {}) else None
        counts.append(LanguageCounts(language, len(state.stale), len(state.missing), revised, len(flagged), next(iter(flagged), "")))
    return [each for each in counts if each]


async def _flagged(draft: DraftTexts, language: str) -> list[str]:
    """Return the provisions with a term that only a language or the first authentic text has."""
    forum, first = draft.memorandum.forum, next(iter(draft.texts), "")
    if not forum or language == first or language not in draft.texts:
        return []
    terms = await renderings_in(forum, language, first)
    wording = draft.wording(language)
    return await apart_if_long(wording.body if wording else "", _with_flags, draft, language, first, terms) if terms else []


def _with_flags(draft: DraftTexts, language: str, first: str, terms: Sequence[TermPair]) -> list[str]:
    own, beside, prepared = draft.texts[language], draft.texts[first], terms_of(tuple(terms))
    return [key for key, text in own.items() if key in beside and prepared.one_sided(beside[key].source, text.source)]
