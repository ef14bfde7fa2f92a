"""The letter to a person who was named as the translator or reviser of a language: what waits for them, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.addresses import url_for
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.language_people import when_named
from coalition.drafting.tables import LanguageRole
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.news import queries
from coalition.news.reports import careful_forums, is_discreet
from coalition.news.tables import NewsRhythm
from coalition.people import queries as people
from coalition.settings import load
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from coalition.drafting.language_people import Named
    from coalition.people.tables import Coordinator


@when_named
async def _write(named: Named) -> None:
    """Write the letter; nobody gets one for what they chose themselves, or if they chose that letters about their texts never come."""
    person, actor = await people.active(named.person), current_actor()
    by = await people.active(actor.coordinator) if actor and actor.coordinator else None
    if person is None or (by and by.id == person.id) or await queries.rhythm_of(person.id) is NewsRhythm.NEVER:
        return
    await write_letter(
        "named_for_language",
        address=person.email,
        language=person.language,
        answering=None,
        discreet=False,
        concerns=Concerns(named.memorandum.id),
        name=person.name,
        by=by.name if by else "",
        account_link=load().base_url + url_for("desk.account.show", lang=person.language),
        **await _work(named, person),
    )


async def _work(named: Named, person: Coordinator) -> dict[str, Any]:
    """Return what the letter says of the text: nothing where it must not name it."""
    view = await memoranda.view(named.memorandum)
    if is_discreet(view, await careful_forums([view])):
        return {"memorandum": None, "link": load().base_url + url_for("desk.today.show", lang=person.language)}
    state = state_of(await draft_texts(named.memorandum), named.language)
    path = url_for("desk.languages.show", lang=person.language, memorandum=named.memorandum.slug, text=named.language)
    return {
        "memorandum": view,
        "code": named.language,
        "to_write": len(state.waiting) if LanguageRole.TRANSLATOR in named.roles else None,
        "to_revise": len(state.unrevised) if LanguageRole.REVISER in named.roles else None,
        "link": load().base_url + path,
    }
