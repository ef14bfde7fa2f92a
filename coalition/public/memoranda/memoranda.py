"""Memoranda: the list, and the text with everything about it."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.acts.line_filters import LineFilter
from coalition.acts.situations import actions_of
from coalition.acts.standing_count_queries import public_counts
from coalition.acts.status import Status
from coalition.acts.status_pages import Asked
from coalition.announcements.reading import announcements
from coalition.articles.queries import About, newest_about
from coalition.drafting_record.public_proposals import is_recorded
from coalition.memoranda.memorandum_filters import MemorandumFilter, MemorandumStage
from coalition.memoranda.queries import MemorandumView, newest_public
from coalition.memoranda.summaries import summary_for
from coalition.memoranda.tables import MemorandumKind
from coalition.notices.queries import latest
from coalition.public.list_filters import asked_in, choice_in, words_in
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.line_choices import line_choices
from coalition.public.memoranda.particulars import particulars, text_tabs
from coalition.public.memoranda.phone_pages import BESIDE_TEXT, EARLIER, FEW, STATEMENTS, earlier_on_phones, on_phones
from coalition.public.memoranda.standing_sentences import listed
from coalition.public.memoranda.statement_excerpts import few_on_phones, statement_parts
from coalition.public.memoranda.statements import statement_links
from coalition.public.memoranda.status_head import status_head
from coalition.public.memoranda.texts import chosen, text_on_page
from coalition.public.memoranda.timelines import timeline_on_page
from coalition.public.memoranda.ways_to_sign import way_to_sign
from coalition.public.site.site_files import contact
from coalition.published.beside_text import beside_text
from coalition.published.list_heights import ROOM, fitting, height_of_entry
from coalition.published.memorandum import public_view
from coalition.statements.public_statement_queries import StatementPage, statement_page
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 25
BRIEF = 10  # so many lines of a list of several pages
LATEST = 12


@route("public.memoranda.list")
async def list_memoranda(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show memoranda, newest first, or those that words, a stage and a kind find."""
    query = request.query_params
    chosen = MemorandumFilter(words_in(query), choice_in(query, "state", MemorandumStage), choice_in(query, "kind", MemorandumKind))
    async with database.reading():
        views = await newest_public(these=chosen.condition, after=after, limit=AT_ONCE + 1)
        counts = await public_counts([view.id for view in views])
    shown = fitting([height_of_entry(view.title(language)[1], " ", " " * 120) for view in views[:AT_ONCE]], ROOM)
    memoranda = listed(views[:shown], counts, clock.today())
    more = views[shown - 1].place if len(views) > shown else None
    facts = {"only": chosen, "asked": asked_in(query, "q", "state", "kind"), "stages": list(MemorandumStage), "kinds": list(MemorandumKind)}
    return public_page(request, "public/memoranda/list.html", section="memoranda", memoranda=memoranda, after=after, more=more, **facts)


@route("public.memorandum.show")
async def show_memorandum(
    request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], text: FromQuery[str] = ""
) -> Response[bytes]:
    """Show a memorandum in one of the languages of its text."""
    async with database.reading():
        row = await public_memorandum(memorandum)
        public, stated = await public_view(row, asked=Asked(language=language, brief=BRIEF)), await statement_page(row)
        shown_text = existing(chosen(public, text, language)) if text else chosen(public, text, language)
        on_page = await text_on_page(shown_text, await statement_links(row, stated, language), language) if shown_text else None
        notifications = await announcements(await latest(memorandum=memorandum, limit=LATEST + 1), public.view)
        head, joining = await status_head(public, language), await _joining(public.view, language)
        choices = await line_choices(row.id, public.status, LineFilter(), language)
    shown = {"text": shown_text, "on_page": on_page, "languages": text_tabs(public, shown_text, language)} | joining
    shown |= _on_phones(public.status, stated, language)
    facts = {"head": head, "announcements": notifications[:LATEST], "more": len(notifications) > LATEST, "stated": stated, "choices": choices}
    return public_page(request, "public/memoranda/show.html", **shown, **facts, **particulars(public, language))


def _on_phones(status: Status, stated: StatementPage, language: str) -> dict[str, Any]:
    """Return what a phone shows below the text: of the lists, and how many statements and notifications."""
    room = BESIDE_TEXT - (STATEMENTS if stated.shown else 0) - (EARLIER if status.earlier else 0)
    parts = statement_parts(stated, language)
    shown = {"excerpts": parts, "few_statements": few_on_phones(stated, parts, language)}
    return shown | {"phone": on_phones(status, language, room), "phone_earlier": earlier_on_phones(status, language, EARLIER), "few": FEW}


async def _joining(view: MemorandumView, language: str) -> dict[str, Any]:
    """Return what everybody can do with a text now, how an organisation comes to sign it, whom it can ask, what stands above and beside it."""
    actions, beside = await actions_of(view, None), await beside_text(view.id, view.kind)
    shown: dict[str, Any] = {"actions": actions, "way": way_to_sign(view, actions), "recorded": await is_recorded(view.id)}
    shown |= {"contacts": beside.contacts, "site": contact(), "above_text": summary_for(beside.summaries, language)}
    shown["articles"] = await newest_about(About(memorandum=view.id))
    return shown | await timeline_on_page(view, beside, language)
