"""What Ada is offered is exactly what the operations accept, in every state a memorandum can be in."""

from __future__ import annotations

import itertools
import random
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.acts.abandoning import abandon, take_up
from coalition.acts.changing_rules import change_rules
from coalition.acts.declaring import declare_effect, publish_by_hand
from coalition.acts.errors import WindowClosed
from coalition.acts.situations import actions_of, situation_of
from coalition.addresses import ROUTES, Audience
from coalition.database import transaction
from coalition.desk.memoranda.decision_texts import DECISIONS
from coalition.editions.adopting import adopt_edition
from coalition.editions.correcting import propose_correction
from coalition.editions.drafting import give_up, revise
from coalition.editions.forms import CorrectionForm
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.invitations.forms import InvitingForm
from coalition.invitations.inviting import invite
from coalition.invitations.reminding import remind
from coalition.memoranda import queries
from coalition.memoranda.actions import FOR_EDITORS, FOR_EVERYBODY, RULES, Action, Situation, broken_rule, possible_actions
from coalition.memoranda.beginning import change_particulars
from coalition.memoranda.edition_queries import edition_worked_on, wording
from coalition.memoranda.embargoing import lift_embargo, set_embargo
from coalition.memoranda.errors import AlreadyPublic, NotAuthenticated, NotOpen, WithdrawnFromPublic
from coalition.memoranda.extending import extend
from coalition.memoranda.forms import AdoptionForm, MemorandumChange, OpeningForm, SuccessorForm, WordingForm
from coalition.memoranda.opening import close, open_for_accession, open_for_signature, publish
from coalition.memoranda.rule_forms import ExtensionForm, RulesChange, TerminationForm
from coalition.memoranda.succeeding import succeed
from coalition.memoranda.tables import EffectRule, EffectState, Memorandum, Publicity, SigningState, TextState, Wording
from coalition.memoranda.taking_forms import EmbargoForm, ReasonedForm, WithdrawalForm
from coalition.memoranda.terminating import terminate
from coalition.memoranda.withdrawing_from_public import return_to_public, withdraw_from_public
from coalition.memoranda.wording import save_wording
from coalition.people.tables import Role
from coalition.published.paper_form import paper_form
from coalition.rounds.forms import RoundForm
from coalition.rounds.sending_rounds import send_round
from coalition.signatures.on_behalf_forms import EnteredActForm
from coalition.signatures.recording_on_behalf import enter
from coalition.signing_requests.forms import RequestForm
from coalition.signing_requests.requesting import ask
from coalition.signing_requests.tables import SigningRequest
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.sqlite_only

NEVER_FIXED = (TextState.DRAFT, TextState.CIRCULATED, TextState.ADOPTED, TextState.ABANDONED)
FIXED = (TextState.AUTHENTICATED, TextState.SUPERSEDED)
OTHERS_SAY = {NotOpen: WindowClosed, WithdrawnFromPublic: WindowClosed}  # invitations name the same rules with the word of acts
REASON = "It puts people at risk."
SILENT = {Action.ASK_TO_SIGN}  # a stranger's request learns nothing from the answer


class Undone(Exception):
    """Ends a transaction whose outcome was seen."""


async def refused(operation: Awaitable[object]) -> CoalitionError | None:
    """Carry an operation out and undo it; return what it raised."""
    error: CoalitionError | None = None
    with suppress(Undone):
        async with transaction():
            try:
                await operation
            except CoalitionError as raised:
                error = raised
            raise Undone
    return error


def act(channel: str) -> EnteredActForm:
    given = {"organisation": "issyk-watch", "kind": "signature", "channel": channel, "disclosure": "public"}
    return EnteredActForm.parse(given | ({"source": "An archive"} if channel == "historical" else {"evidence": "A letter"}))


def correction_of_english() -> CorrectionForm:
    given = {"language": "en", "provision": "p1", "after": "1. The parties carry on their work for human dignity.", "reason": "A slip."}
    return CorrectionForm.parse(given)


def request() -> RequestForm:
    given = {"organisation_name": "Watch", "name_language": "en", "person": "Cleo", "email": "cleo@example.org", "language": "en"}
    given |= {"kind": "informal", "message": "I chair it.", "consent": True}
    return RequestForm.parse(given)


async def _published_now(row: Memorandum) -> None:
    await publish(row)
    if row.publicity == Publicity.PUBLIC:
        raise AlreadyPublic


async def _closed_into(row: Memorandum, state: SigningState) -> None:
    await close(row)
    if (await factories.reloaded(row)).signing_state != state:
        raise NotOpen


async def _adopted_as(row: Memorandum, *, first: bool) -> None:
    edition = await adopt_edition(row, AdoptionForm(on="2026"))
    if (edition.number == 1) is not first:
        raise NotAuthenticated


async def _asked(row: Memorandum) -> None:
    await ask(row, request())
    if not await SigningRequest.count():
        raise NotOpen


async def _printed(row: Memorandum) -> None:
    paper_form(row)


def operations(row: Memorandum, ada: Coordinator) -> dict[Action, Callable[[], Awaitable[object]]]:
    """Return for every action the operation that carries it out, with fields that fit."""
    later = clock.today() + timedelta(days=90)
    opening = OpeningForm(opens=clock.today(), publicity=Publicity.PARTICIPANTS)
    text = WordingForm(title="Title", body="1. One.\n\n2. Two.\n")
    return {
        Action.WRITE: lambda: save_wording(row, "en", text),
        Action.TRANSLATE: lambda: save_wording(row, "nb", text),
        Action.SEND_ROUND: lambda: send_round(row, RoundForm(kind="silence", closes=later, organisations=["issyk-watch"], send=False)),
        Action.CHANGE_PARTICULARS: lambda: change_particulars(row, MemorandumChange(symbol="CF/1")),
        Action.CHANGE_RULES: lambda: change_rules(row, RulesChange(publish_at_least=3)),
        Action.ADOPT: lambda: _adopted_as(row, first=True),
        Action.OPEN: lambda: open_for_signature(row, opening),
        Action.PUBLISH: lambda: _published_now(row),
        Action.EXTEND: lambda: extend(row, ExtensionForm(closes=later)),
        Action.CLOSE: lambda: _closed_into(row, SigningState.CLOSED),
        Action.OPEN_FOR_ACCESSION: lambda: open_for_accession(row),
        Action.ASK_TO_SIGN: lambda: _asked(row),
        Action.SIGN_ON_PAPER: lambda: _printed(row),
        Action.END_ACCESSION: lambda: _closed_into(row, SigningState.ENDED),
        Action.INVITE: lambda: invite(row, InvitingForm(organisations=["issyk-watch"], send=False)),
        Action.REMIND: lambda: remind(row),
        Action.RECORD_ACT: lambda: enter(row, act("paper"), by=ada),
        Action.RECORD_PAST_ACT: lambda: enter(row, act("historical"), by=ada),
        Action.CORRECT: lambda: propose_correction(row, correction_of_english()),
        Action.BEGIN_EDITION: lambda: revise(row),
        Action.ADOPT_EDITION: lambda: _adopted_as(row, first=False),
        Action.GIVE_UP_EDITION: lambda: give_up(row),
        Action.REPLACE: lambda: succeed(row, SuccessorForm(successor="other"), ada.id),
        Action.TERMINATE: lambda: terminate(row, TerminationForm(on=clock.today(), reason="It is over.")),
        Action.WITHDRAW: lambda: withdraw_from_public(row, WithdrawalForm(reason=REASON)),
        Action.RETURN: lambda: return_to_public(row, ReasonedForm(reason=REASON)),
        Action.EMBARGO: lambda: set_embargo(row, EmbargoForm(until=later)),
        Action.LIFT_EMBARGO: lambda: lift_embargo(row),
        Action.ABANDON: lambda: abandon(row, ReasonedForm(reason=REASON)),
        Action.TAKE_UP: lambda: take_up(row, ReasonedForm(reason=REASON)),
        Action.PUBLISH_BY_HAND: lambda: publish_by_hand(row, ReasonedForm(reason=REASON)),
        Action.DECLARE_EFFECT: lambda: declare_effect(row, ReasonedForm(reason=REASON)),
    }


def states(texts: tuple[TextState, ...], seed: int) -> Iterator[dict[str, Any]]:
    """Yield columns: every text state with every signing state, and all else drawn at random (the same at every run)."""
    drawn = random.Random(seed)
    days = (None, clock.today() - timedelta(days=1), clock.today(), clock.today() + timedelta(days=5))
    for text, signing in itertools.product(texts, SigningState):
        yield {
            "text_state": text.value,
            "signing_state": signing.value,
            "effect_state": drawn.choice(list(EffectState)).value,
            "publicity": drawn.choice(list(Publicity)).value,
            "effect_rule": drawn.choice([EffectRule.NONE, EffectRule.NTH_SIGNATURE]).value,
            "historical": drawn.random() < 0.3,
            "publish_at_least": drawn.choice([None, 2]),
            "opens_on": None if signing is SigningState.NOT_OPEN else clock.today() - timedelta(days=9),
            "closes_on": None if signing is SigningState.NOT_OPEN else drawn.choice(days),
        }


async def check_states(memorandum: Memorandum, ada: Coordinator, texts: tuple[TextState, ...], seed: int) -> set[Action]:
    """Compare what is offered with what is accepted in many states; return the actions that were possible in one of them."""
    seen: set[Action] = set()
    for columns in states(texts, seed):
        await Memorandum.update(**columns).where(Memorandum.id == memorandum.id)
        row = await factories.reloaded(memorandum)
        view = await queries.view(row)
        situation, offered = await situation_of(view), await actions_of(view, ada)
        for action, operation in operations(row, ada).items():
            error = await refused(operation())
            assert (error is None) is offered[action], (action, columns, error)
            rule = broken_rule(action, situation)
            if rule and not isinstance(error, InvalidForm) and action not in {Action.ADOPT, Action.ADOPT_EDITION, *SILENT}:
                assert type(error) in {rule, OTHERS_SAY.get(rule)}, (action, columns)
        seen |= {action for action in Action if offered[action]}
    return seen


@pytest.fixture
async def other(ada_account):
    """Ada works on a second memorandum, and one organisation has not acted."""
    await factories.organisation("issyk-watch")
    return await factories.opened(ada_account, "other")


async def test_a_draft(ada_account, other):
    memorandum = await factories.draft(ada_account)

    seen = await check_states(memorandum, ada_account, NEVER_FIXED, 1)
    assert {Action.WRITE, Action.ADOPT, Action.CHANGE_RULES, Action.CHANGE_PARTICULARS, Action.ABANDON, Action.TAKE_UP} <= seen


async def test_a_draft_that_lacks_a_language(ada_account, other):
    memorandum = await factories.draft(ada_account)
    edition = await edition_worked_on(memorandum.id)
    await Wording.delete().where((Wording.edition == edition.id) & (Wording.language == "ru"))

    assert Action.ADOPT not in await check_states(memorandum, ada_account, NEVER_FIXED[:2], 2)


async def test_a_draft_under_whose_rules_somebody_acted(ada_account, other):
    memorandum = await factories.draft(ada_account)
    await factories.organisation("bir-duino")
    await enter(memorandum, EnteredActForm.parse(act("historical").model_dump() | {"organisation": "bir-duino"}), by=ada_account)

    assert Action.CHANGE_RULES not in await check_states(memorandum, ada_account, NEVER_FIXED[:2], 3)


async def test_a_fixed_text(ada_account, other):
    memorandum = await factories.adopted(ada_account)

    seen = {action for seed in (17, 18, 19) for action in await check_states(memorandum, ada_account, FIXED, seed)}
    drafting = {Action.WRITE, Action.ADOPT, Action.CHANGE_RULES, Action.CHANGE_PARTICULARS, Action.ADOPT_EDITION, Action.GIVE_UP_EDITION}
    drafting |= {Action.ABANDON, Action.TAKE_UP, Action.SEND_ROUND}
    assert set(Action) - drafting <= seen


async def test_a_fixed_text_with_a_correction_that_waits(ada_account, other):
    memorandum = await factories.adopted(ada_account)
    await factories.correction(memorandum)

    seen = await check_states(memorandum, ada_account, FIXED, 5)
    assert Action.CORRECT in seen
    assert Action.BEGIN_EDITION not in seen


async def test_a_fixed_text_whose_next_edition_is_written(ada_account, other):
    memorandum = await factories.adopted(ada_account)
    edition = await revise(memorandum)
    text = await wording(edition.id, "en")
    await save_wording(memorandum, "en", WordingForm(title="Another title", body=text.body))

    seen = await check_states(memorandum, ada_account, FIXED, 6)
    assert {Action.WRITE, Action.ADOPT_EDITION, Action.GIVE_UP_EDITION} <= seen
    assert not seen & {Action.CORRECT, Action.BEGIN_EDITION}


async def test_editors_write_and_strangers_only_ask(ada_account):
    view = await queries.view(await factories.draft(ada_account))
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")

    assert {action for action, possible in (await actions_of(view, edith)).items() if possible} == {Action.WRITE, Action.TRANSLATE}
    assert not any((await actions_of(view, None)).values())
    acceding = await queries.view(await factories.open_for_accession(ada_account, "acceding"))
    assert {action for action, possible in (await actions_of(acceding, None)).items() if possible} == FOR_EVERYBODY


ENDPOINTS = {
    Action.WRITE: "desk.wording.update",
    Action.TRANSLATE: "desk.wording.update",
    Action.SEND_ROUND: "desk.round.create",
    Action.CHANGE_PARTICULARS: "desk.memorandum.update",
    Action.CHANGE_RULES: "desk.rules.update",
    Action.ADOPT: "desk.adoption.create",
    Action.OPEN: "desk.opening.create",
    Action.PUBLISH: "desk.publication.create",
    Action.EXTEND: "desk.extension.create",
    Action.CLOSE: "desk.closing.create",
    Action.OPEN_FOR_ACCESSION: "desk.accession_opening.create",
    Action.ASK_TO_SIGN: "public.request.create",
    Action.SIGN_ON_PAPER: "public.paper.show",
    Action.END_ACCESSION: "desk.closing.create",
    Action.INVITE: "desk.invitations.create",
    Action.REMIND: "desk.reminders.create",
    Action.RECORD_ACT: "desk.recorded_act.create",
    Action.RECORD_PAST_ACT: "desk.recorded_act.create",
    Action.CORRECT: "desk.correction.create",
    Action.BEGIN_EDITION: "desk.revision.create",
    Action.ADOPT_EDITION: "desk.adoption.create",
    Action.GIVE_UP_EDITION: "desk.revision.remove",
    Action.REPLACE: "desk.successor.update",
    Action.TERMINATE: "desk.termination.create",
    Action.EMBARGO: "desk.embargo.create",
    Action.LIFT_EMBARGO: "desk.embargo.remove",
    **{decision.action: "desk.decision.create" for decision in DECISIONS.values()},
}


def test_roles_are_those_of_the_routes():
    audiences = {Audience.PUBLIC: "everybody", Audience.ANYONE_ASKING: "everybody", Audience.EDITOR: "editors", Audience.COORDINATOR: "coordinators"}
    roles = {action: "everybody" if action in FOR_EVERYBODY else "editors" if action in FOR_EDITORS else "coordinators" for action in Action}
    assert {action: audiences[ROUTES[name].audience] for action, name in ENDPOINTS.items()} == roles


def test_every_action_has_its_rules_and_none_judges_by_what_was_not_read():
    assert set(RULES) == set(Action)
    draft = Memorandum(text_state=TextState.DRAFT.value, signing_state=SigningState.NOT_OPEN.value, effect_state="none", publicity="public")
    with pytest.raises(LookupError):
        possible_actions(Situation(draft), Role.COORDINATOR)
