"""Loading the example: Kyiv 2013 as a record of the past, a memorandum that can be signed now, and one that is being written."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts import changing_rules
from coalition.acts.changing_networks import add_members
from coalition.acts.disclosure_levels import Level
from coalition.acts.new_acts import NewAct
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.recording import record_all
from coalition.acts.tables import ActKind, Channel, Disclosure, RecordedCount
from coalition.addresses import url_for
from coalition.articles.forms import ArticleForm
from coalition.articles.publishing_articles import publish_article
from coalition.articles.writing_articles import write_article
from coalition.database import transaction
from coalition.example.appeal_story import appeal_for_somebody
from coalition.example.drafting_story import Drafting, draft_appeals, play, publish_record
from coalition.example.example_files import text, toml
from coalition.example.timeline_story import address, tell
from coalition.forums import recording_forums
from coalition.forums.forms import ForumForm, ProgrammeForm
from coalition.host import queries as hosts
from coalition.host.describing import describe_host
from coalition.host.forms import HostForm
from coalition.imports.organisation_list import run_import
from coalition.imports.organisation_plan import plan_import
from coalition.invitations import inviting, link_sessions, reminding
from coalition.invitations.forms import InvitingForm
from coalition.jobs.tables import Job
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda import authenticating, beginning, entering_past, opening
from coalition.memoranda import queries as memoranda
from coalition.memoranda.forms import AdoptionForm, MemorandumForm, OpeningForm, SummaryForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.summaries import save_summary
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.networks.forms import MembershipForm
from coalition.networks.queries import network_by_slug
from coalition.organisations import queries as organisations
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import ContactForm
from coalition.partners.forms import NumberForm, PartnerForm
from coalition.partners.recording_partners import add_partners, say_number
from coalition.settings import load
from coalition.signatures import signing, withdrawing
from coalition.signatures.forms import DeclineForm, SignatureForm, WithdrawalForm
from coalition.spreadsheets.workbooks import sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_TELLING = 4  # the step of the story that enters what happened with the text


async def example_is_loaded() -> bool:
    """Whether the example is in the database."""
    return await memoranda.by_slug(toml("tbilisi-2026/memorandum.toml")["memorandum"]["slug"]) is not None


class ExampleLinks(Struct, frozen=True):
    """What a visitor can try: the links with which an organisation can sign, a seat answer in a round, and a member sign an appeal."""

    invitation: str
    seat: str
    appeal: str


async def load_example(coordinator_id: int) -> ExampleLinks:
    """Load the host, unless one is filled in, and the memoranda for a coordinator; return the links that a visitor can use."""
    if not await hosts.described():
        await describe_host(HostForm.parse(toml("host.toml")))
    await run_import(await plan_import(sheets_of(text("organisations.csv").encode())))
    await run_import(await plan_import(sheets_of(text("fictional.csv").encode())))
    await run_import(await plan_import(sheets_of(text("networks.csv").encode())))
    await _record_members()
    with clock.shifted(-timedelta(days=30)):
        await _record_kyiv(coordinator_id)
    await _record_partners()
    links = ExampleLinks(await _play_story(coordinator_id), await draft_appeals(coordinator_id), await appeal_for_somebody(coordinator_id))
    await _mark_letters_sent()
    return links


async def _mark_letters_sent() -> None:
    """Mark the letters of the story as sent and delete their jobs, so that nothing is mailed."""
    async with transaction():
        await Job.delete().where(Job.kind.is_in(["letter", "tell_members_of_contacts"]))
        await Letter.update({Letter.state: LetterState.SENT.value, Letter.content: ""}).where(Letter.state == LetterState.WAITING.value)


async def _record_members() -> None:
    """Record who is a member of which network, and when one was founded; members of a network stand together in the file."""
    for slug, members in groupby(toml("networks.toml")["memberships"], key=itemgetter("network")):
        network = await network_by_slug(slug)
        if network:
            forms = [MembershipForm.parse({name: value for name, value in member.items() if name != "network"}) for member in members]
            await add_members(network, forms)
    for event in toml("networks.toml")["events"]:
        organisation = await organisations.by_slug(event["organisation"])
        if organisation:
            await change_organisation(organisation, EventForm.parse(event, ignore_unknown=True))


async def _record_forum(data: Mapping[str, Any]) -> int:
    programme = data["programme"]
    names = [{"language": code, "name": name} for code, name in programme["names"].items()]
    await recording_forums.record_programme(
        ProgrammeForm.parse({"slug": programme["slug"], "texts": names, "organisations": programme["organisations"]})
    )
    forum = data["forum"]
    texts = [{"language": code, **text} for code, text in forum["texts"].items()]
    fields = {key: forum[key] for key in ("slug", "starts", "ends", "countries", "risk_profile", "organisations")}
    place = {"city": forum["texts"]["en"]["city"], "country": forum["place_country"], "public": forum["place_public"]}
    row = await recording_forums.record_forum(ForumForm.parse(fields | {"programme": programme["slug"], "place": place, "texts": texts}))
    return int(row.id)


async def _record_partners() -> None:
    """Record the partners of the host, and how many a committee says that it has."""
    data = toml("partners.toml")
    facts = data["programme"]
    names = [{"language": code, "name": name} for code, name in facts["names"].items()]
    form = ProgrammeForm.parse({"slug": facts["slug"], "texts": names, "organisations": facts["organisations"]})
    programme = await recording_forums.record_programme(form)
    await say_number(programme.id, NumberForm.parse(data["number"]))
    await add_partners([PartnerForm.parse(partner) for partner in data["partners"]])


async def _record_kyiv(coordinator_id: int) -> None:
    forum_id = await _record_forum(toml("kyiv-2013/forum.toml"))
    data = toml("kyiv-2013/memorandum.toml")
    facts = data["memorandum"]
    form = MemorandumForm.parse({key: facts[key] for key in ("slug", "forum", "kind", "symbol", "authentic_languages")})
    row = await entering_past.record_past(
        form,
        forum_id=forum_id,
        coordinator_id=coordinator_id,
        announced=facts["announced"],
        source=facts["source"],
        titles=data["titles"] | {code: note["title"] for code, note in data["notes"].items()},
        notes={code: note["text"] for code, note in data["notes"].items()},
    )
    async with transaction():
        for count in data["counts"]:
            await RecordedCount.insert(RecordedCount(memorandum=row.id, kind=count["kind"], at_least=count["at_least"], source=facts["source"]))
        ids = await organisations.ids_by_slug([act["organisation"] for act in data["acts"]])
        await record_all([_past_act(row, ids[act["organisation"]], act) for act in data["acts"]])
    await publish_article(await write_article(ArticleForm.parse(toml("kyiv-2013/article.toml")["article"])))


def _past_act(memorandum: Memorandum, organisation_id: int, act: Mapping[str, Any]) -> NewAct:
    return NewAct(
        memorandum=memorandum,
        organisation=organisation_id,
        kind=ActKind(act["kind"]),
        level=Level(Disclosure(act["disclosure"])),
        channel=Channel.HISTORICAL,
        acted=act["acted"] or None,
        received=None,
        source=act["source"],
    )


async def _play_story(coordinator_id: int) -> str:
    """Draft, adopt, open, invite and answer on the days of the story; return the link of the organisation for which a visitor may sign."""
    with clock.shifted(-timedelta(days=44)):
        await _record_forum(toml("tbilisi-2026/forum.toml"))
    data, story = toml("tbilisi-2026/memorandum.toml"), toml("tbilisi-2026/story.toml")
    for invitation in story["invitations"]:
        await _add_contact(invitation)
    memorandum = await _begin(data, coordinator_id)
    events = [(invitation["invited_days_ago"], 0, invitation, None) for invitation in story["invitations"]]
    for invitation in story["invitations"]:
        visits = [invitation["visited_days_ago"]] if "visited_days_ago" in invitation and not invitation.get("acts") else []
        reminders = [invitation["reminded_days_ago"]] if "reminded_days_ago" in invitation else []
        events += [(days, 1, invitation, None) for days in visits]
        events += [(days, 2, invitation, None) for days in reminders]
        events += [(act["days_ago"], 3, invitation, act) for act in invitation.get("acts", [])]
    events += [(happened["days_ago"], _TELLING, happened, None) for happened in await address(memorandum)]
    links: dict[str, str] = {}
    for days, step, invitation, act in sorted(events, key=lambda event: (-event[0], event[1])):
        with clock.shifted(-timedelta(days=days)):
            if step == _TELLING:
                await tell(memorandum, invitation)
            else:
                await _play_event(memorandum, step, invitation["organisation"], act, links)
    await publish_record(memorandum)
    return links[story["demonstration"]]


async def _begin(data: Mapping[str, Any], coordinator_id: int) -> Memorandum:
    facts, past = data["memorandum"], toml("tbilisi-2026/drafting.toml")
    with clock.shifted(-timedelta(days=past["memorandum"]["begun_days_ago"])):
        fields = ("slug", "forum", "kind", "symbol", "authentic_languages", "signature_rule")
        memorandum = await beginning.begin(MemorandumForm.parse({key: facts[key] for key in fields}), coordinator_id)
        await changing_rules.change_rules(memorandum, RulesChange.parse({"effect": data["effect"]}))
    await play(Drafting(memorandum, "tbilisi-2026", data["wordings"], past["first_draft"]), past["events"])
    with clock.shifted(-timedelta(days=facts["adopted_days_ago"])):
        for language, summary in data["summaries"].items():
            await save_summary(memorandum, language, SummaryForm(summary=summary))
        await authenticating.adopt(memorandum, AdoptionForm.parse({"rule": facts["adoption_rule"], "on": clock.today().isoformat()}))
    closes = clock.today() + timedelta(days=facts["closes_in_days"])
    with clock.shifted(-timedelta(days=facts["opened_days_ago"])):
        await opening.open_for_signature(
            memorandum, OpeningForm(opens=clock.today(), closes=closes, publicity=Publicity.PUBLIC, closing_letters=False)
        )
    return memorandum


async def _add_contact(invitation: Mapping[str, Any]) -> None:
    organisation = await organisations.by_slug(invitation["organisation"])
    if organisation:
        await change_contacts(organisation, ContactChange(add=ContactForm.parse(invitation["contact"]), confirmed=True))


async def _play_event(memorandum: Memorandum, step: int, slug: str, act: Mapping[str, Any] | None, links: dict[str, str]) -> None:
    """Play one event of the story; step 0 invites, 1 opens the link, 2 reminds, 3 answers."""
    if step == 0:
        invited = await inviting.invite(memorandum, InvitingForm(organisations=[slug], send=False))
        links[slug] = invited[0].link
    elif step == 1:
        await link_sessions.begin_session(_token(links[slug]))
    elif act is None:
        await reminding.remind(memorandum, [slug])  # its letter is not sent: the link that replaces the earlier one is made below
        links[slug] = (await inviting.invite(memorandum, InvitingForm(organisations=[slug], send=False)))[0].link
    else:
        await _act(slug, act, links)


def _token(link: str) -> str:
    return link.rpartition("/")[2]


async def _act(slug: str, act: Mapping[str, Any], links: dict[str, str]) -> None:
    session = await link_sessions.begin_session(_token(links[slug]))
    opened = await link_sessions.session_opens(session)
    if opened is None:
        raise LookupError(slug)
    if act["kind"] == "decline":
        await signing.decline(opened, DeclineForm(authority=True, reason=act.get("reason", "")))
    elif act["kind"] == "withdrawal":
        await withdrawing.withdraw(opened, WithdrawalForm(typed_name=act["representative_name"], reason=act.get("reason", "")))
    else:
        recorded = await signing.sign(opened, _signature(act, opened.invitation.digest), session)
        links[slug] = load().base_url + url_for("signing.invitation.show", lang="en", token=recorded.manage_token)


def _signature(act: Mapping[str, Any], digest: str) -> SignatureForm:
    fields = ("kind", "representative_name", "representative_title", "disclosure")
    name = act["representative_name"]
    return SignatureForm.parse({key: act[key] for key in fields} | {"digest": digest, "typed_name": name, "authority": True})
