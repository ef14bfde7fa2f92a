"""How the texts of the example were written: first drafts, rounds, and what organisations answered and proposed in them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from coalition import clock
from coalition.amendments import deciding_amendments, proposing, replying_to_amendments, supporting
from coalition.amendments.forms import AmendmentForm, CoSponsorForm, DecisionForm, HandInForm, RecommendationForm, ReplyForm
from coalition.amendments.readers import coordinators_of
from coalition.amendments.views import amendment_view
from coalition.database import transaction
from coalition.drafting.provision_texts import read_with_keys, texts_of
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.publishing import publish_lines
from coalition.drafting_record.record_candidates import candidates_of
from coalition.example.example_files import titled_text, toml
from coalition.memoranda import beginning, confirming_wordings, edition_queries, wording
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.wording_agreement import digest_compared
from coalition.organisations import queries as organisations
from coalition.rounds import answering_rounds, closing_rounds, queries, sending_rounds
from coalition.rounds.forms import RoundForm, SeatAnswerForm, SeatCommentsForm
from coalition.rounds.seat_links import make_seat_link
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from coalition.memoranda.tables import Memorandum

    Event = Mapping[str, Any]


class Drafting(Struct):
    """A memorandum that is written, the folder of its texts, their languages, and the seats of its last round by organisation."""

    memorandum: Memorandum
    folder: str
    wordings: Sequence[Event]
    first_draft: Sequence[Event] = ()
    seats: dict[str, int] = field(default_factory=dict)


async def draft_appeals(coordinator_id: int) -> str:
    """Write the memorandum that is in its first round; return the link of a seat."""
    data = toml("appeals-2026/drafting.toml")
    facts = data["memorandum"]
    with clock.shifted(-timedelta(days=facts["begun_days_ago"])):
        form = MemorandumForm.parse({key: facts[key] for key in ("slug", "forum", "kind", "symbol", "authentic_languages")})
        memorandum = await beginning.begin(form, coordinator_id)
    drafting = Drafting(memorandum, "appeals-2026", data["wordings"])
    await play(drafting, data["events"])
    return await _fresh_link(drafting, facts["demonstration"])


async def play(drafting: Drafting, events: Sequence[Event]) -> None:
    """Let everything happen on its day, in the order of the events."""
    for event in events:
        with clock.shifted(-timedelta(days=event["days_ago"])):
            await _STEPS[event["do"]](drafting, event)


async def _write_first_draft(drafting: Drafting, event: Event) -> None:
    """Save the texts with what their first draft said; the other languages come later."""
    del event
    for draft in drafting.first_draft:
        title, body = titled_text(drafting.folder, draft["language"])
        for now, before in draft["replace"]:
            if body.count(now) != 1:
                raise LookupError(now)
            body = body.replace(now, before)
        await _save(drafting, draft["language"], title, body)
    await _confirm(drafting)


async def _write_texts(drafting: Drafting, event: Event) -> None:
    """Save the texts as they are in the files, in every language."""
    del event
    for each in drafting.wordings:
        await _save(drafting, each["language"], *titled_text(drafting.folder, each["language"]))
    await _confirm(drafting)


async def _save(drafting: Drafting, language: str, title: str, body: str) -> None:
    [status] = [each["status"] for each in drafting.wordings if each["language"] == language]
    await wording.save_wording(drafting.memorandum, language, WordingForm.parse({"title": title, "body": body, "status": status}))


async def _confirm(drafting: Drafting) -> None:
    """Let somebody compare the languages with each other."""
    wordings = await edition_queries.wordings((await edition_queries.edition_worked_on(drafting.memorandum.id)).id)
    for each in wordings:
        await confirming_wordings.confirm_wording(drafting.memorandum, each.language, digest_compared(each, wordings))


async def _send_round(drafting: Drafting, event: Event) -> None:
    closes = clock.today() + timedelta(days=event["closes_in_days"])
    form = {"kind": event["kind"], "closes": closes, "organisations": event["organisations"], "message": event.get("message", []), "send": False}
    sent = await sending_rounds.send_round(drafting.memorandum, RoundForm.parse(form))
    seats = await queries.seats_of([sent.round.id])
    slugs = await organisations.slugs_by_id(seat.organisation for seat in seats)
    drafting.seats = {slugs[seat.organisation]: seat.id for seat in seats}


async def _close_round(drafting: Drafting, event: Event) -> None:
    del event
    if row := await queries.open_round(drafting.memorandum.id):
        await closing_rounds.close_round(row.id)


async def _session(drafting: Drafting, slug: str) -> str:
    return await begin_seat_session((await _fresh_link(drafting, slug)).rpartition("/")[2])


async def _fresh_link(drafting: Drafting, slug: str) -> str:
    """Return a new link of a seat: letters about the round have replaced the earlier one."""
    async with transaction():
        return await make_seat_link(drafting.seats[slug], "en")


async def _visit(drafting: Drafting, event: Event) -> None:
    for slug in event["organisations"]:
        await _session(drafting, slug)


async def _answer(drafting: Drafting, event: Event) -> None:
    form = SeatAnswerForm.parse({name: event.get(name, "") for name in ("position", "reason", "disclosure")})
    await answering_rounds.answer_round(await _session(drafting, event["organisation"]), form, event["language"])


async def _comment(drafting: Drafting, event: Event) -> None:
    keys = await _keys(drafting)
    comments = {keys[label]: text for label, text in event["comments"].items()}
    form = SeatCommentsForm.parse({"comments": comments, "disclosure": event["disclosure"]})
    await answering_rounds.hand_in_comments(await _session(drafting, event["organisation"]), form, event["language"])


async def _propose(drafting: Drafting, event: Event) -> None:
    """Save an amendment, and hand it in if it says who may read it."""
    session = await _session(drafting, event["organisation"])
    text = event.get("text") or adopted_text(drafting.folder, event["language"], event["provision"])
    given = {name: event[name] for name in ("operation", "language", "reason")}
    form = AmendmentForm.parse(given | {"provision": (await _keys(drafting))[event["provision"]], "text": text})
    await proposing.save_amendment(session, form, event["language"])
    if "disclosure" in event:
        await proposing.hand_in(session, HandInForm.parse({"disclosure": event["disclosure"]} | _answer_about_everybody(event)))


def _answer_about_everybody(event: Event) -> dict[str, str]:
    """Return whether everybody may read a proposal after the adoption; without an answer nobody may."""
    return {"published": event["published"]} if "published" in event else {}


async def _keys(drafting: Drafting) -> dict[str, str]:
    """Return the keys of the provisions by their labels."""
    edition = await edition_queries.edition_worked_on(drafting.memorandum.id)
    return {provision.label: provision.key for provision in await edition_queries.provisions(edition.id)}


def adopted_text(folder: str, language: str, label: str) -> str:
    """Return what a provision says in the text of the file."""
    title, body = titled_text(folder, language)
    blocks = read_with_keys(body, [block.label for block, _ in read(body)]) or []
    return texts_of(title, body, blocks)[label].source


async def _support(drafting: Drafting, event: Event) -> None:
    session = await _session(drafting, event["organisation"])
    form = CoSponsorForm.parse({"disclosure": event["disclosure"]} | _answer_about_everybody(event))
    await supporting.join_amendment(session, event["number"], form)


async def _withdraw(drafting: Drafting, event: Event) -> None:
    await proposing.withdraw_amendment(await _session(drafting, event["organisation"]), event["number"])


async def _reply(drafting: Drafting, event: Event) -> None:
    """Reply for an organisation, or for the coordinators where the event names none."""
    form = ReplyForm.parse({"text": event["text"], "disclosure": event["disclosure"]})
    if "organisation" in event:
        session = await _session(drafting, event["organisation"])
        await replying_to_amendments.reply_in_seat(session, form, event["language"], amendment=event["number"])
    else:
        await replying_to_amendments.reply_at_desk(drafting.memorandum, form, event["language"], amendment=event["number"])


async def _recommend(drafting: Drafting, event: Event) -> None:
    form = RecommendationForm.parse({"outcome": event["outcome"], "reason": event.get("reason", "")})
    await deciding_amendments.recommend(drafting.memorandum, event["number"], form)


async def _decide(drafting: Drafting, event: Event) -> None:
    """Decide an amendment; one that is accepted with changes says then what the file says."""
    given = {name: event[name] for name in ("outcome", "reason", "merged_into") if name in event}
    if event["outcome"] == "accepted_modified":
        view = await amendment_view(coordinators_of(drafting.memorandum.id), event["number"])
        if view is None:
            raise LookupError(event["number"])
        given |= {"text": adopted_text(drafting.folder, view.line.language, event["provision"]), "base": view.texts.digest}
    await deciding_amendments.decide(drafting.memorandum, event["number"], DecisionForm.parse(given))


async def publish_record(memorandum: Memorandum) -> None:
    """Publish what the organisations let everybody read of their proposals."""
    page = await candidates_of(memorandum.id)
    await publish_lines(memorandum, PublicationForm(amendments=[line.number for line in page.lines]))


_STEPS: Mapping[str, Callable[[Drafting, Event], Awaitable[None]]] = {
    "first_draft": _write_first_draft,
    "texts": _write_texts,
    "round": _send_round,
    "closing": _close_round,
    "visit": _visit,
    "answer": _answer,
    "comments": _comment,
    "amendment": _propose,
    "support": _support,
    "withdrawal": _withdraw,
    "reply": _reply,
    "recommendation": _recommend,
    "decision": _decide,
}
