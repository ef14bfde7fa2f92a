"""What waits for translators and revisers, over all memoranda that they work on."""

from __future__ import annotations

from msgspec import Struct

from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.language_queries import languages_of
from coalition.drafting.tables import LanguageRole
from coalition.memoranda.queries import by_id
from coalition.memoranda.tables import TextState

MOST = 12  # parts that are looked at: each reads the texts of a draft


class Waiting(Struct, frozen=True):
    """How many provisions of a memorandum (id) wait in a language, for a translator or a reviser."""

    memorandum: int
    language: str
    role: LanguageRole
    number: int


async def waiting_for(person_id: int) -> list[Waiting]:
    """Return what waits for a person in the languages that they translate or revise, at most in the first twelve."""
    parts = await languages_of(person_id, MOST)
    found: list[Waiting] = []
    for memorandum_id in dict.fromkeys(part["memorandum"] for part in parts):
        memorandum = await by_id(memorandum_id)
        if memorandum is None or memorandum.text_state == TextState.ABANDONED:
            continue
        draft = await draft_texts(memorandum)
        for part in parts:
            if part["memorandum"] == memorandum_id:
                state, role = state_of(draft, part["language"]), LanguageRole(part["role"])
                number = len(state.waiting if role is LanguageRole.TRANSLATOR else state.unrevised)
                found.append(Waiting(memorandum_id, state.language, role, number))
    return [waiting for waiting in found if waiting.number]
