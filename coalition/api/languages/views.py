"""Builds the response models of provisions in all languages, of languages and of glossaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.api.languages import models
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.language_queries import people_of
from coalition.drafting.provision_texts import TITLE
from coalition.drafting.tables import LanguageRole
from coalition.memoranda import edition_queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.drafting.agreement import DraftTexts
    from coalition.drafting.glossary_queries import TermView
    from coalition.memoranda.tables import Memorandum


async def provisions(memorandum: Memorandum, *, works_on_it: bool) -> models.Provisions:
    """Read the provisions of the draft for whoever works on it, else of the edition in force."""
    edition = None if works_on_it else await edition_queries.latest_edition(memorandum.id)
    draft = await draft_texts(memorandum, edition)
    stale = _stale(draft) if works_on_it else {}
    shown = [_provision(draft, key, stale.get(key, [])) for key in draft.keys if any(key in texts for texts in draft.texts.values())]
    return models.Provisions(memorandum=memorandum.slug, edition=draft.edition.number, provisions=shown)


def _stale(draft: DraftTexts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language in draft.languages:
        for provision in state_of(draft, language).stale:
            found.setdefault(provision.key, []).append(language)
    return found


def _provision(draft: DraftTexts, key: str, stale: list[str]) -> models.ProvisionInLanguages:
    texts = {language: texts[key] for language, texts in draft.texts.items() if key in texts}
    block = next(iter(texts.values())).block
    return models.ProvisionInLanguages(
        id=key,
        number=block.number if block else "",
        label=block.label if block else TITLE,
        kind=block.kind if block else TITLE,
        texts={language: text.source for language, text in texts.items()},
        stale=stale,
        digests={language: text.digest for language, text in texts.items()},
    )


async def languages(memorandum: Memorandum) -> list[models.LanguageOfDraft]:
    """Read how the languages of a draft stand."""
    draft, people = await draft_texts(memorandum), await people_of(memorandum.id)
    return [_language(draft, language, people.get(language, {})) for language in dict.fromkeys([*draft.languages, *people])]


def _language(draft: DraftTexts, language: str, people: Mapping[LanguageRole, Mapping[str, Any]]) -> models.LanguageOfDraft:
    state = state_of(draft, language)
    return models.LanguageOfDraft(
        language=language,
        stale=len(state.stale),
        missing=len(state.missing),
        extra=len(state.extra),
        unrevised=len(state.unrevised),
        translator=_person(people.get(LanguageRole.TRANSLATOR)),
        reviser=_person(people.get(LanguageRole.REVISER)),
    )


def _person(person: Mapping[str, Any] | None) -> models.PersonOfLanguage | None:
    return models.PersonOfLanguage(name=person["name"], email=person["email"]) if person else None


def term(view: TermView) -> models.GlossaryTerm:
    """Show a term of a glossary."""
    renderings = [models.RenderingOfTerm(language=language, text=text) for language, text in view.renderings.items()]
    return models.GlossaryTerm(number=view.id, renderings=renderings, note=view.note)
