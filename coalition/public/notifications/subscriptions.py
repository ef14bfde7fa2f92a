"""Notifications by mail: subscribe, confirm or change by a link in the letter, unsubscribe with one click."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.types import ExceptionHandlersMap

from coalition import database
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.queries import newest_public, views_of
from coalition.notices import subscribing
from coalition.notices.errors import NoSubscription
from coalition.notices.forms import RhythmForm, SubscriptionForm
from coalition.notices.tables import Rhythm, Subscription
from coalition.web.forms import posted, said
from coalition.web.limits import TOO_MANY, Limit, letters_to_mailboxes, network_of, status_of
from coalition.web.menus import options_of_letters
from coalition.web.pages import language_of, page, redirect
from coalition.web.routing import AnyRequest, route

MOST_OFFERED = 200
attempts = Limit(30, 600)
_NEW, _SHOW = "public/subscription/new.html", "public/subscription/show.html"
_UNKNOWN = InvalidForm({"memorandum": Message("Choose one of the texts offered.")})


@route("public.subscription.new")
async def new_subscription(request: AnyRequest, memorandum: FromQuery[str] = "") -> Response[bytes]:
    """Show the form for a subscription."""
    return await _ask(request, {"memorandum": memorandum, "rhythm": Rhythm.DAILY.value, "language": language_of(request)})


@route("public.subscription.create")
async def create_subscription(request: AnyRequest) -> Response[bytes]:
    """Let the letter be sent; the response is the same and takes equally long for every mailbox."""
    given = await posted(request)
    try:
        form = await _checked(given)
    except InvalidForm as problems:
        return await _ask(request, given, problems)
    if not attempts.allows(network_of(request)):
        return await _ask(request, given, TOO_MANY)
    if letters_to_mailboxes.allow(form.email):
        await subscribing.ask_for_letter(form)
    return page(request, "public/subscription/sent.html", section="notifications", alternates=[])


async def _checked(given: dict[str, Any]) -> SubscriptionForm:
    form = SubscriptionForm.parse(given, ignore_unknown=True)
    if form.memorandum and form.memorandum not in await views_of([form.memorandum]):
        raise _UNKNOWN
    return form


async def _ask(request: AnyRequest, values: dict[str, Any], problems: InvalidForm | None = None) -> Response[bytes]:
    language = language_of(request)
    async with database.reading():
        wanted = await views_of([str(values.get("memorandum", ""))])
        offered = wanted | {view.slug: view for view in await newest_public(limit=MOST_OFFERED)}
    texts = [("", Message("All texts").text(language)), *((slug, view.title(language)[1]) for slug, view in offered.items())]
    return _form(request, _NEW, values, problems, texts=texts)


def _form(request: AnyRequest, template: str, values: dict[str, Any], problems: InvalidForm | None, **context: Any) -> Response[bytes]:
    language = language_of(request)
    errors, summary = said(problems, language) if problems else ({}, [])
    shown: dict[str, Any] = {"values": values, "errors": errors, "summary": summary, "has_errors": bool(problems)} | context
    shown |= {"rhythms": [(rhythm.value, rhythm.word.text(language), "") for rhythm in Rhythm]}
    shown |= {"languages": options_of_letters(language)}
    if problems:
        shown["alternates"] = []
    return page(request, template, status=status_of(problems), section="notifications", **shown)


@route("public.subscription_link.show")
async def show_subscription(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Show a subscription; opening the page confirms nothing."""
    return await _show(request, token, await subscribing.find(token))


async def _show(
    request: AnyRequest, token: str, row: Subscription, given: dict[str, Any] | None = None, problems: InvalidForm | None = None
) -> Response[bytes]:
    view = (await views_of([row.memorandum])).get(row.memorandum)
    values = {"rhythm": row.rhythm, "language": row.language} | (given or {})
    return _form(request, _SHOW, values, problems, subscription=row, memorandum=view, token=token)


@route("public.subscription_link.update")
async def update_subscription(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Confirm or change a subscription."""
    row = await subscribing.find(token)
    given = await posted(request)
    try:
        await subscribing.confirm(token, RhythmForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _show(request, token, row, given, problems)
    return redirect("public.subscription_link.show", lang=language, token=token)


@route("public.subscription_removal.new")
async def new_removal(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Show the button that stops the letters."""
    await subscribing.find(token)
    return page(request, "public/subscription/removal.html", section="notifications", token=token)


@route("public.subscription_removal.create")
async def create_removal(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Stop the letters. A mail program may send this request without a page before it (RFC 8058), so there is no redirect."""
    await request.body()
    await subscribing.remove(token)
    return page(request, "public/subscription/removed.html", section="notifications", alternates=[])


def nothing_here(request: AnyRequest, _: NoSubscription) -> Response[bytes]:
    """Show that there is no subscription under a link: it ended, was not confirmed in time, or never existed."""
    return page(request, "public/subscription/nothing.html", status=404, section="notifications")


SUBSCRIPTION_ERRORS: ExceptionHandlersMap = {NoSubscription: nothing_here}
