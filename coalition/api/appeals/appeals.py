"""Appeals: everybody reads those that were sent; coordinators write, check and send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import asdict

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, link_to_next, ok
from coalition.api.appeals import models
from coalition.api.appeals.forms import PartOfAppeals, SendingForm
from coalition.api.bearer_tokens import acting, acting_coordinator, checked_slug, own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.idempotency import carry_out, once
from coalition.api.problems import WITHDRAWN, Refused
from coalition.appeals import queries
from coalition.appeals.forms import AppealForm, NetworksForm
from coalition.appeals.listed_appeals import AppealFilter, AppealStage, ListedAppeal, listed_appeals
from coalition.appeals.person_consents import record_reading, take_consent_back
from coalition.appeals.sending_appeals import appeal_to_send, letters_to_send
from coalition.appeals.sent_letter_queries import letters_of_appeal
from coalition.appeals.writing_appeals import choose_networks, remove_appeal, unsent_appeal, write_appeal
from coalition.approvals.changing import send_appeal
from coalition.approvals.changing_care import change_appeal
from coalition.approvals.made import Made
from coalition.deliveries.timelines import public_outcome
from coalition.memoranda import queries as memoranda
from coalition.memoranda.decision_queries import withdrawn
from coalition.published.json_appeal import appeal_json
from coalition.published.json_timeline import addressee_json, entry_json
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.appeals.sending_appeals import AppealToSend
    from coalition.appeals.tables import Appeal
    from coalition.appeals.views import NamedPersonView
    from coalition.memoranda.tables import Memorandum


@route("api.appeals.list")
async def list_appeals(request: AnyRequest) -> Response[bytes]:
    """List appeals that were sent."""
    asked = queried(request, PartOfAppeals)
    async with database.reading():
        page = await listed_appeals(AppealFilter(stage=asked.state), after=asked.after, limit=asked.limit)
    following = page.after or None
    shown = models.AppealsPage(items=[_in_list(listed) for listed in page.appeals], next=following)
    state = asked.state.value if asked.state else None
    return ok(request, shown, headers=link_to_next("api.appeals.list", following, limit=asked.limit, state=state))


def _in_list(listed: ListedAppeal) -> models.AppealInList:
    return models.AppealInList(
        slug=listed.view.slug,
        titles=dict(listed.view.titles),
        state=AppealStage.OPEN if listed.view.is_open else AppealStage.ENDED,
        appeal=appeal_json(listed.appeal),
        outcome=entry_json(listed.outcome) if listed.outcome else None,
    )


@route("api.appeal.show")
async def show_appeal(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show an appeal that was sent."""
    async with database.reading():
        row = await memoranda.public_by_slug(checked_slug(slug))
        if row is None:
            raise Refused(WITHDRAWN) if await withdrawn(slug) else NotFoundException
        public = await queries.public_appeal(row.id)
        if public is None:
            raise NotFoundException
        listed = ListedAppeal(public.memorandum, public.appeal, await public_outcome(row.id))
    addressees = [addressee_json(addressee) for addressee in public.addressees]
    return ok(request, models.AppealShown(**dict(_in_list(listed)), addressees=addressees))


@route("api.appeal.create", status=201)
async def create_appeal(request: AnyRequest) -> Response[bytes]:
    """Write an appeal, which only its coordinator reads before it is sent."""
    form = await posted(request, AppealForm)

    async def act() -> Response[bytes]:
        row = await write_appeal(form, acting(request).coordinator)
        return created(await _to_send(request, row), url_for("api.appeal_check.show", slug=row.slug))

    return await once(request, act)


@route("api.appeal.update")
async def update_appeal(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Replace everything that an appeal says."""
    form = await posted(request, AppealForm)

    async def act() -> Response[bytes]:
        row, _ = await _own_appeal(request, slug)
        made = await change_appeal(row, form, await acting_coordinator(request))
        return (accepted if made is Made.ASKED else changed)(await _to_send(request, row))

    return await carry_out(act)


@route("api.appeal.remove")
async def delete_appeal(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Delete an appeal that was not sent."""

    async def act() -> Response[bytes]:
        row, _ = await _own_appeal(request, slug)
        shown = await _to_send(request, row)
        await remove_appeal(row)
        return changed(shown)

    return await carry_out(act)


@route("api.appeal_networks.update")
async def update_networks(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Choose the networks whose members get letters."""
    form = await posted(request, NetworksForm)

    async def act() -> Response[bytes]:
        row, _ = await _own_appeal(request, slug)
        await choose_networks(row, form)
        return changed(await _to_send(request, row))

    return await carry_out(act)


@route("api.appeal_check.show")
async def show_check(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show all that an appeal says and does once it is sent, with its letters."""
    row, _ = await _own_appeal(request, slug)
    return ok(request, await _to_send(request, row, with_letters=True))


@route("api.appeal_sending.create", status=201)
async def create_sending(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Send an appeal as it was read, or ask another coordinator to agree."""
    form = await posted(request, SendingForm)

    async def act() -> Response[bytes]:
        row, _ = await _own_appeal(request, slug)
        made = await send_appeal(row, form.seen, await acting_coordinator(request))
        shown = models.AppealSending.model_validate({"made": made.value})
        return accepted(shown) if made is Made.ASKED else created(shown, url_for("api.appeal_letters.show", slug=row.slug))

    return await once(request, act)


@route("api.appeal_letters.show")
async def show_letters(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show how far the letters of an appeal are."""
    row, _ = await _own_appeal(request, slug)
    async with database.reading():
        letters = await letters_of_appeal(row.id)
    return ok(request, models.AppealLetters(**asdict(letters)))


@route("api.appeal_people.list")
async def list_people(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the people whom an appeal names, with what they agreed to; that this was read is recorded."""
    _, appeal = await _own_appeal(request, slug)
    async with database.reading():
        people = await queries.named_people(appeal.id)
    await record_reading(appeal, people)
    return ok(request, _people(people))


@route("api.appeal_person.remove")
async def remove_person(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Take the name of a person out of an appeal, at once and for good."""

    async def act() -> Response[bytes]:
        row, appeal = await _own_appeal(request, slug)
        if not await take_consent_back(row, number_in(number)):
            raise NotFoundException
        left = await queries.named_people(appeal.id)
        await record_reading(appeal, left)
        return changed(_people(left))

    return await carry_out(act)


def _people(people: Sequence[NamedPersonView]) -> models.NamedPeople:
    return models.NamedPeople(
        items=[
            models.NamedPerson(
                number=person.number,
                names=dict(person.names),
                agreed=person.agreed.iso,
                means=person.means,
                purpose=person.purpose,
                until=person.until,
            )
            for person in people
        ]
    )


async def _own_appeal(request: AnyRequest, slug: str) -> tuple[Memorandum, Appeal]:
    row = await own_memorandum(request, slug)
    appeal = await queries.appeal_of(row.id)
    if appeal is None:
        raise NotFoundException
    return row, appeal


async def _to_send(request: AnyRequest, row: Memorandum, *, with_letters: bool = False) -> models.AppealToSend:
    current = await memoranda.by_id(row.id)
    if current is None:
        raise NotFoundException
    to_send = await appeal_to_send(current, await unsent_appeal(current))
    letters = await letters_to_send(current, to_send.choice) if with_letters and to_send.networks else None
    numbers = letters.numbers if letters else None
    return models.AppealToSend(
        slug=current.slug,
        forum=to_send.forum.slug if to_send.forum else None,
        until=to_send.appeal.closes_at,
        time_zone=to_send.appeal.zone,
        texts=_texts(to_send),
        addressees=[addressee_json(addressee) for addressee in to_send.addressees],
        networks=[network.slug for network in to_send.networks],
        named=len(to_send.people),
        risks=[risk.text(language_of(request)) for risk in to_send.risks],
        letters=[
            models.AppealLetter(
                language=letter.language, discreet=letter.discreet, number=letter.number, subject=letter.content.subject, text=letter.content.text
            )
            for letter in (letters.letters if letters else ())
        ],
        members=numbers.invited if numbers else 0,
        members_without_contact=numbers.without_contact if numbers else 0,
        seen=to_send.seen,
    )


def _texts(to_send: AppealToSend) -> Sequence[models.AppealText]:
    texts = []
    for wording in to_send.wordings:
        words = to_send.appeal.words[wording.language]
        texts.append(models.AppealText(language=wording.language, title=wording.title, body=wording.body, about=words.about, asked=words.asked))
    return texts
