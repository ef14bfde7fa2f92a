"""No order of days that cannot be true is recorded, whichever way it comes in; what is not certainly impossible is accepted."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import pytest

from coalition import clock
from coalition.acts import act_order, recording
from coalition.acts.histories import ActRow
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.tables import Act, ActKind, Disclosure
from coalition.fields import InvalidForm
from coalition.imports.past_signatories import record_signatories
from coalition.memoranda.extending import extend
from coalition.memoranda.opening import close, open_for_accession
from coalition.memoranda.rule_forms import ExtensionForm
from coalition.organisations.event_forms import EventForm
from coalition.organisations.views import Lifetime
from coalition.partial_dates import PartialDate
from coalition.signatures import recording_on_behalf
from coalition.signatures.correcting_record import correct
from coalition.signatures.on_behalf_forms import RecordCorrectionForm
from tests import factories
from tests.days import ago
from tests.desk.conftest import send
from tests.imports.tables import plan_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation

pytestmark = pytest.mark.anyio

MAY = [date(2026, 5, day) for day in range(1, 32)]
WINDOW = {"window": (MAY[9], MAY[19])}
ACCESSION = {"accession": (MAY[9], MAY[19])}
SIGNATURE, CONFIRMATION, SUPPORT, WITHDRAWAL = ActKind.SIGNATURE, ActKind.CONFIRMATION, ActKind.SUPPORT, ActKind.WITHDRAWAL


def lifetime(founded: str = "", ended: str = "") -> dict[str, Any]:
    return {"lifetime": Lifetime(PartialDate(founded) if founded else None, PartialDate(ended) if ended else None)}


def row(kind: ActKind, acted: str) -> ActRow:
    return ActRow(uuid4(), kind, Disclosure.PUBLIC, PartialDate(acted), 1)


# Kind, day done, day received, bounds, and whether it is refused.
CASES: list[tuple[ActKind, str, date | None, dict[str, Any], bool]] = [
    (SIGNATURE, "2026-05-10", None, WINDOW, False),
    (SIGNATURE, "2026-05-20", None, WINDOW, False),
    (SIGNATURE, "2026-05-09", None, WINDOW, True),
    (SIGNATURE, "2026-05-21", None, WINDOW, True),
    (SIGNATURE, "2026-05", None, WINDOW, False),
    (SIGNATURE, "2026-05", MAY[8], WINDOW, True),
    (SIGNATURE, "", MAY[8], WINDOW, True),
    (SIGNATURE, "", MAY[30], WINDOW, False),
    (SIGNATURE, "2026-04", None, WINDOW, True),
    (SIGNATURE, "2026", None, WINDOW, False),
    (SIGNATURE, "2025", None, WINDOW, True),
    (ActKind.AD_REFERENDUM, "2026-05-21", None, WINDOW, True),
    (SUPPORT, "2026-05-21", None, WINDOW, False),
    (SIGNATURE, "2026-05-09", None, ACCESSION, False),
    (ActKind.ACCESSION, "2026-05-21", None, WINDOW, False),
    (ActKind.ACCESSION, "2026-05-10", None, ACCESSION, False),
    (ActKind.ACCESSION, "2026-05-09", None, ACCESSION, True),
    (ActKind.ACCESSION, "2026-05-21", None, ACCESSION, True),
    (SUPPORT, "2026-05-09", None, {"adopted": PartialDate("2026-05-10")}, True),
    (SUPPORT, "2026-05-10", None, {"adopted": PartialDate("2026-05-10")}, False),
    (SUPPORT, "2026-05-01", None, {"adopted": PartialDate("2026-05")}, False),
    (SUPPORT, "2026-04-30", None, {"adopted": PartialDate("2026-05")}, True),
    (WITHDRAWAL, "2026-04-30", None, {"adopted": PartialDate("2026-05")}, False),
    (SUPPORT, "2026-05-09", None, lifetime(founded="2026-05-10"), True),
    (SUPPORT, "2026-05-10", None, lifetime(founded="2026-05-10"), False),
    (CONFIRMATION, "2026-05-11", None, lifetime(ended="2026-05-10"), True),
    (CONFIRMATION, "2026-05-11", None, lifetime(ended="2026-05"), False),
    (WITHDRAWAL, "2026-05-11", None, lifetime(ended="2026-05-10"), False),
    (CONFIRMATION, "2026-05-09", None, {"came_before": [row(ActKind.AD_REFERENDUM, "2026-05-10")]}, True),
    (CONFIRMATION, "2026-05-10", None, {"came_before": [row(ActKind.AD_REFERENDUM, "2026-05-10")]}, False),
    (WITHDRAWAL, "2026-05-09", None, {"came_before": [row(CONFIRMATION, "2026-05-10")]}, True),
    (ActKind.AD_REFERENDUM, "2026-05-11", None, {"came_after": [row(CONFIRMATION, "2026-05-10")]}, True),
    (ActKind.AD_REFERENDUM, "2026-05-10", None, {"came_after": [row(CONFIRMATION, "2026-05-10")]}, False),
    (SIGNATURE, "2026-05-10", MAY[8], {}, True),
    (SIGNATURE, "2026-05-10", MAY[9], {}, False),
    (SIGNATURE, "2026-05", MAY[8], {}, False),
    (SIGNATURE, "2026-06-01", None, {}, True),
    (SIGNATURE, "2026-06", None, {}, True),
    (SIGNATURE, "2026-05-31", MAY[30], {}, False),
    (SIGNATURE, "", date(2026, 6, 1), {}, True),
    (SIGNATURE, "", None, {"not_opened": act_order._NOT_OPENED}, True),
    (WITHDRAWAL, "", None, {"not_opened": act_order._NOT_OPENED}, False),
    (SIGNATURE, "", None, WINDOW | ACCESSION | lifetime("2026", "2026"), False),
]


def wrongly_judged(names: Mapping[str, Any]) -> list[object]:
    """Return the cases that a build of the module judges wrongly."""
    wrong = []
    with clock.shifted(timedelta(days=(MAY[30] - clock.today()).days)):
        for kind, acted, received, bounds, refused in CASES:
            try:
                names["check_days"](names["Dated"](kind, PartialDate(acted) if acted else None, received), names["Bounds"](**bounds))
            except InvalidForm:
                was_refused = True
            else:
                was_refused = False
            if was_refused is not refused:
                wrong.append((kind, acted, received, bounds))
    return wrong


def test_only_what_is_certainly_impossible_is_refused() -> None:
    assert wrongly_judged(vars(act_order)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("end < day for end in ends", "end <= day for end in ends"),
        ("(self.acted.last if self.acted else None, self.received)", "(self.acted.last if self.acted else None,)"),
        ("(self.acted.last if self.acted else None, self.received)", "(self.acted.first if self.acted else None, self.received)"),
        ("self.acted is not None and self.acted.first > day", "self.acted is not None and self.acted.last > day"),
        ("self.acted is not None and self.acted.first > day", "self.acted is not None and self.acted.first >= day"),
        ("if act.after(today):", "if False:"),
        ("if act.received and act.received > today:", "if False:"),
        ("if act.received and act.after(act.received):", "if False:"),
        ("if opens and act.before(opens):", "if False:"),
        ("if closes and act.after(closes):", "if False:"),
        ("if act.kind in _SIGNING:\n        opens", "if KINDS[act.kind].begins:\n        opens"),
        ("if opened and act.before(opened):", "if False:"),
        ("if ended and act.after(ended):", "if False:"),
        ("if bounds.adopted and act.before(bounds.adopted.first):", "if False:"),
        ("act.before(bounds.adopted.first)", "act.before(bounds.adopted.last)"),
        ("if bounds.not_opened:", "if False:"),
        ("if founded and act.before(founded.first):", "if False:"),
        ("if ended and act.after(ended.last):", "if False:"),
        ("act.after(ended.last)", "act.after(ended.first)"),
        ("not (KINDS[act.kind].begins or act.kind is ActKind.CONFIRMATION):", "not KINDS[act.kind].begins:"),
        ("if earlier.acted and act.before(earlier.acted.first):", "if False:"),
        ("if act.acted and _dated(later).before(act.acted.first):", "if False:"),
    ],
)
def test_a_mutated_build_judges_wrongly(right: str, wrong: str) -> None:
    assert wrongly_judged(mutated(act_order, right, wrong)) != []


class Facts(NamedTuple):
    """What the oracle knows of a text: days of adoption, window and accession."""

    adopted: date
    opens: date
    closes: date
    acceded: tuple[date, date]


class Life(NamedTuple):
    """When an organisation was founded and ended, as texts."""

    founded: str
    ended: str


@cache
def facts() -> Facts:
    """Return the days of the text; they stay the same if the run passes midnight."""
    return Facts(adopted=ago(300), opens=ago(280), closes=ago(200), acceded=(ago(150), ago(60)))


@cache
def days_of(text: str) -> list[date]:
    """Return every day of a partial date, the oracle's way: by asking each day whether it begins with the text."""
    return [day for at in range(1000) if (day := facts().adopted + timedelta(days=at - 120)).isoformat().startswith(text)]


def possible_days(acted: str, received: str) -> list[date]:
    """Return the days on which an act can have been done."""
    until = min(clock.today(), date.fromisoformat(received)) if received else clock.today()
    return [day for day in days_of(acted) if day <= until]


def oracle(kind: str, acted: str, received: str, life: Life, root: Sequence[date] = ()) -> bool:
    """Whether an act is possible: for each rule some possible day of it keeps the rule."""
    days = possible_days(acted, received)
    begins = kind in {"signature", "ad_referendum", "accession", "support"}
    rules: list[Callable[[date], bool]] = [lambda _: True]
    if received and date.fromisoformat(received) > clock.today():
        return False
    if begins:
        rules.append(lambda day: day >= facts().adopted)
    if kind in {"signature", "ad_referendum"}:
        rules += [lambda day: day >= facts().opens, lambda day: day <= facts().closes]
    if kind == "accession":
        rules += [lambda day: day >= facts().acceded[0], lambda day: day <= facts().acceded[1]]
    if begins or kind == "confirmation":
        rules += [lambda day: not life.founded or day >= min(days_of(life.founded)), lambda day: not life.ended or day <= max(days_of(life.ended))]
    if root:
        rules.append(lambda day: day >= min(root))
    return all(any(rule(day) for day in days) for rule in rules)


def a_date(draw: random.Random) -> str:
    day = ago(draw.randint(-20, 400)).isoformat()
    return draw.choice((day, day, day, day[:7], day[:4], ""))


def a_day(draw: random.Random) -> str:
    return draw.choice(("", ago(draw.randint(-5, 350)).isoformat()))


async def text_with_days(ada: Any) -> Memorandum:
    """Let the days of the facts pass; the time for signature is extended once."""
    with clock.shifted(facts().opens - clock.today()):
        memorandum = await factories.adopted(ada, on=facts().adopted.isoformat())
        await factories.opening.open_for_signature(memorandum, factories.OpeningForm(opens=facts().opens, closes=facts().closes - timedelta(days=30)))
        await extend(memorandum, ExtensionForm(closes=facts().closes))
    with clock.shifted(facts().closes + timedelta(days=1) - clock.today()):
        await close(memorandum)
    with clock.shifted(facts().acceded[0] - clock.today()):
        await open_for_accession(memorandum)
    with clock.shifted(facts().acceded[1] - clock.today()):
        await close(memorandum)
    return await factories.reloaded(memorandum)


async def parties(draw: random.Random, number: int) -> list[tuple[Organisation, Life]]:
    made = []
    for at in range(number):
        organisation = await factories.organisation(f"party-{at}", f"Party {at}", email="")
        life = Life(draw.choice(("", a_date(draw), a_date(draw))), draw.choice(("", a_date(draw))))
        events = [("founded", life.founded), ("liquidated", life.ended)]
        known = {kind: day for kind, day in events if day and min(days_of(day)) <= clock.today()}
        for kind, day in known.items():
            await change_organisation(organisation, EventForm.parse({"kind": kind, "happened": day, "source": "Register"}))
        made.append((organisation, Life(known.get("founded", ""), known.get("liquidated", ""))))
    return made


async def by_desk(ada: httpx.AsyncClient, memorandum: Memorandum, organisation: Organisation, given: dict[str, str]) -> bool:
    """Post the form of the desk; return whether the act was recorded."""
    form = {"organisation": organisation.slug, "disclosure": "public", "evidence": "Letter", "source": "Minutes"} | given
    return (await send(ada, f"/en/desk/memoranda/{memorandum.slug}/acts", form)).status_code == 303


async def by_import(_: httpx.AsyncClient, memorandum: Memorandum, organisation: Organisation, given: dict[str, str]) -> bool:
    """Import a table of one row; return whether the act was recorded."""
    names = {"kind": given["kind"], "date": given["acted"], "received": given["received"], "disclosure": "public"}
    table = f"organisation,{','.join(names)}\n{organisation.slug},{','.join(names.values())}\n"
    return (await record_signatories(memorandum, await plan_of(memorandum, table.encode(), source="Minutes"))).new == 1


async def corrected(memorandum: Memorandum, organisation: Organisation, act: Mapping[str, Any], acted: str, received: str) -> bool:
    form = RecordCorrectionForm.parse({"acted": acted, "received": received, "reason": "R"})
    try:
        await correct(memorandum, organisation.id, act["id"], form)
    except InvalidForm:
        return False
    return True


async def contradictions(ada: httpx.AsyncClient, ada_account: Any, seed: int, tries: int, *, one_is_enough: bool = False) -> list[object]:
    """Try random orders by every way; return those where the register and the oracle disagree."""
    draw, wrong = random.Random(seed), []
    memorandum = await text_with_days(ada_account)
    for organisation, life in await parties(draw, tries):
        if one_is_enough and wrong:
            break
        channel = draw.choice(("paper", "correspondence", "historical", "import"))
        acted, received, kind = a_date(draw), a_day(draw), draw.choice(("signature", "ad_referendum", "accession", "support"))
        arrives = received or ("" if channel in {"historical", "import"} else clock.today().isoformat())
        given = {"kind": kind, "acted": acted, "received": received, "channel": channel}
        recorded = await (by_import if channel == "import" else by_desk)(ada, memorandum, organisation, given)
        if recorded is not oracle(kind, acted, arrives, life):
            wrong.append((given, life, recorded))
        if not recorded:
            continue
        [act] = await Act.select(Act.id, Act.kind, Act.acted, Act.received).where(Act.organisation == organisation.id)
        wrong += await _later(Story(draw, ada, memorandum, organisation, life), act)
    return wrong


class Story(NamedTuple):
    """Who enters acts about which text, for whom, by which draws."""

    draw: random.Random
    ada: httpx.AsyncClient
    memorandum: Memorandum
    organisation: Organisation
    life: Life


async def _later(story: Story, act: Mapping[str, Any]) -> Iterable[object]:
    """Correct an act, then let a later act follow it."""
    draw, ada, memorandum, organisation, life = story
    wrong, root = [], (act["acted"] or "", act["received"].isoformat() if act["received"] else "")
    days = a_date(draw), a_day(draw)
    if days != root:
        recorded = await corrected(memorandum, organisation, act, *days)
        if recorded is not oracle(act["kind"], *days, life):
            wrong.append(("correction", act, days, life, recorded))
        root = days if recorded else root
    kind = "confirmation" if act["kind"] == "ad_referendum" and draw.random() < 0.7 else "withdrawal"
    near = (date.fromisoformat(root[0]) + timedelta(days=draw.randint(-30, 20))).isoformat() if len(root[0]) == len("2026-05-01") else a_date(draw)
    given = {"kind": kind, "acted": near, "received": "", "channel": "historical"}
    recorded = await by_desk(ada, memorandum, organisation, given)
    if recorded is not oracle(kind, given["acted"], given["received"], life, root=days_of(root[0]) if root[0] else ()):
        wrong.append((given, root, life, recorded))
    return wrong


async def test_no_order_that_is_forbidden_can_be_recorded_anywhere(ada, ada_account):
    assert await contradictions(ada, ada_account, 0, 60) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("broken", ["_outside_the_text", "_outside_the_lifetime", "_out_of_turn", "_wrong_days", "check_order"])
async def test_a_mutated_build_records_a_forbidden_order(ada, ada_account, monkeypatch, broken):
    async def check_nothing(_: object) -> None:
        """Check nothing."""

    if broken == "check_order":
        monkeypatch.setattr(recording, "check_order", check_nothing)
        monkeypatch.setattr(recording_on_behalf, "check_order", check_nothing)
    else:
        monkeypatch.setattr(act_order, broken, lambda *_: ())
    assert await contradictions(ada, ada_account, 0, 30, one_is_enough=True) != []
