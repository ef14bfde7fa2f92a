"""Whatever is done about an act that is not named leaves the cached pages and the feeds alone until its period is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coalition import clock
from coalition.acts import counting_hidden, evidence, recording, withheld_numbers
from coalition.acts.disclosure_levels import Level
from coalition.acts.tables import Disclosure
from coalition.imports import past_signatories
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.notices.page_queries import published_version
from coalition.organisations import proving
from coalition.organisations.forms import ProofForm
from coalition.organisations.proof_queries import proofs_of
from coalition.signatures import annulling, confirming, disclosing, erasing, second_contact, withdrawing
from coalition.signatures.forms import ConfirmationForm, VouchingForm, WithdrawalForm
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.statements import translating
from coalition.statements.forms import StatementTranslationForm
from tests import factories
from tests.days import ago
from tests.imports.tables import plan_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

UNNAMED = {
    "counted": lambda: {"disclosure": "counted"},
    "described": lambda: {"disclosure": "described", "description": "A human rights group"},
    "sealed": lambda: {"disclosure": "sealed_until", "release_on": ago(-400).isoformat()},
}
READ = (
    *("/en/", "/en/memoranda/cooperation", "/ar/memoranda/cooperation/signatories", "/memoranda/cooperation.json", "/memoranda/cooperation.csv"),
    *("/feeds/notifications.atom", "/feeds/memoranda/cooperation.json", "/sitemap.xml", "/api/v1/notifications", "/api/v1/organisations"),
)


class Cast(NamedTuple):
    """Who acts: Ada at the desk, and an organisation that signed ad referendum without its name."""

    ada: Coordinator
    memorandum: Memorandum
    organisation: Organisation
    signed: Signed

    async def opened(self) -> links.Opened:
        return await links.follow(self.signed.manage_token)


async def confirm(cast: Cast) -> None:
    form = {"representative_name": "Aigul", "typed_name": "Aigul", "authority": True}
    await confirming.confirm(await cast.opened(), ConfirmationForm.parse(form))


async def withdraw(cast: Cast) -> None:
    await withdrawing.withdraw(await cast.opened(), WithdrawalForm(typed_name="Ben"))


async def annul(cast: Cast) -> None:
    await annulling.annul(cast.memorandum, cast.organisation.id, AnnulmentForm.parse({"ground": "no_mandate"}), by=cast.ada)


async def question(cast: Cast) -> None:
    await annulling.question(cast.memorandum, cast.organisation.id, by="Aigul", reason="It was not us.")


async def assure(cast: Cast) -> None:
    await question(cast)
    await annulling.assure(cast.memorandum, cast.organisation.id, by=cast.ada, reason="It was.")


async def see_evidence(cast: Cast) -> None:
    await evidence.record_evidence(cast.memorandum, cast.organisation.id, "Minutes", by=cast.ada)


async def vouch(cast: Cast) -> None:
    await second_contact.vouch(await cast.opened(), VouchingForm(colleague_name="Aigul"))


async def erase(cast: Cast) -> None:
    await erasing.erase_persons(cast.memorandum, cast.organisation.id)


async def hide_more(cast: Cast) -> None:
    await disclosing.hide(cast.memorandum, cast.organisation.id)


async def state(cast: Cast) -> None:
    await confirm(cast)
    statement = await factories.stated(cast.memorandum, cast.signed)
    form = StatementTranslationForm(language="ru", text="Не связана этим.")
    await translating.translate(cast.memorandum, statement.id, form)
    await factories.statement_withdrawn(cast.signed, statement, remaining_text="Not bound by half of it.")
    await factories.statement_withdrawn(cast.signed, statement)


async def prove_domain(cast: Cast) -> None:
    await proving.request_proof(cast.organisation, ProofForm.parse({"method": "file"}), language="en")
    [proof] = await proofs_of(cast.organisation.id)

    async def its_page(_: str) -> str:
        return str(proof.token)

    await proving.check_website(proof, its_page)


async def import_the_past(cast: Cast) -> None:
    await factories.organisation("elsewhere", listed=False)
    plan = await plan_of(cast.memorandum, b"organisation,kind,disclosure,source\nelsewhere,signature,counted,Minutes\n")
    assert plan.refused == []
    await past_signatories.record_signatories(cast.memorandum, plan)


DEEDS = [confirm, withdraw, annul, question, assure, see_evidence, vouch, erase, hide_more, state, prove_domain, import_the_past]


async def begin(ada: Coordinator, **level: str) -> Cast:
    memorandum = await factories.opened(ada, days=60)
    organisation = await factories.organisation("marmot", "Marmot Group", listed=False, website="https://marmot.example.org")
    recorded = await factories.signed(memorandum, organisation, kind="ad_referendum", **level)
    return Cast(ada, memorandum, organisation, recorded)


async def changes_nothing(cast: Cast, cleo: httpx.AsyncClient, deed: Callable[[Cast], Awaitable[None]]) -> None:
    """No page is rendered again, and none has other bytes."""
    before, version = [(await cleo.get(path)).content for path in READ], await published_version()
    await deed(cast)
    assert await published_version() == version
    assert [(await cleo.get(path)).content for path in READ] == before


@pytest.mark.parametrize("level", UNNAMED)
@pytest.mark.parametrize("deed", DEEDS)
async def test_no_page_is_rendered_again(cleo: httpx.AsyncClient, ada_account: Coordinator, deed, level: str) -> None:
    await changes_nothing(await begin(ada_account, **UNNAMED[level]()), cleo, deed)


MUTATIONS = [
    (recording, "record", "if named or new.was_named else", "if named or new.about else", withdraw, withdrawing),
    (evidence, "record_evidence", "if standing.named:", "if standing:", see_evidence, evidence),
    (second_contact, "vouch", "if standing.named:", "if standing:", vouch, second_contact),
    (erasing, "erase_persons", "own.history.named(clock.today())", "own.history", erase, erasing),
    (proving, "check_website", "listed=bool(listed)", "listed=True", prove_domain, proving),
    (past_signatories, "_announce", "if public:", "if row:", import_the_past, past_signatories),
    (disclosing, "change_level", ".described != described:", ".as_at:", hide_more, disclosing),
]


@pytest.mark.parametrize(("module", "name", "right", "wrong", "deed", "place"), MUTATIONS)
async def test_every_act_needs_its_rule(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch, module, name, right, wrong, deed, place
) -> None:
    monkeypatch.setattr(place, name, mutated(module, right, wrong)[name])
    with pytest.raises(AssertionError):
        await changes_nothing(await begin(ada_account, **UNNAMED["described"]()), cleo, deed)


async def closed(ada: Coordinator, cleo: httpx.AsyncClient) -> Cast:
    """The text has closed, and the number is given with the description: thirty others could be meant."""
    cast = await begin(ada, **UNNAMED["described"]())
    await confirm(cast)
    for number in range(30):
        await factories.organisation(f"other-{number}")
    await opening.close(cast.memorandum)
    return cast


async def status(cleo: httpx.AsyncClient) -> tuple[int, list[str]]:
    answer = (await cleo.get("/memoranda/cooperation.json")).json()
    return answer["counts"]["names_withheld"], [act["description"] for act in answer["described"]]


async def test_a_description_ends_at_once_and_a_withdrawal_behind_one_waits(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    cast = await closed(ada_account, cleo)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        assert await status(cleo) == (1, ["A human rights group"])
        await changes_nothing(cast, cleo, withdraw)
    with clock.shifted(timedelta(days=2)):
        await run_due()
        assert await status(cleo) == (0, [])


async def test_a_description_that_is_hidden_leaves_every_cache_at_once(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    cast = await closed(ada_account, cleo)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        assert await status(cleo) == (1, ["A human rights group"])
        await hide_more(cast)
        assert await status(cleo) == (1, [])


async def test_the_feed_does_not_tell_when_an_act_behind_a_description_ended(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    """Its name was public once: the tombstone in the feed gives the day on which it became one, and no later day."""
    cast = await begin(ada_account, disclosure="public")
    await factories.disclosed(await cast.opened(), Level(Disclosure.DESCRIBED, "A human rights group"))
    with clock.shifted(timedelta(days=3)):
        await changes_nothing(cast, cleo, withdraw)


async def end_of_period_without_a_number(ada: Coordinator) -> None:
    """Too few others could be meant: the job of the period, however late it runs, renders no page again."""
    cast = await begin(ada, **UNNAMED["counted"]())
    await factories.organisation("the-only-other")
    await confirm(cast)
    await opening.close(cast.memorandum)
    with clock.shifted(timedelta(days=1)):
        version = await published_version()
        await run_due()
        row = await factories.reloaded(cast.memorandum)
        assert (row.withheld_until is None, row.withheld_since) == (False, None)
        assert await published_version() == version


async def test_the_end_of_a_period_renders_nothing_while_no_number_is_given(store: str, ada_account: Coordinator) -> None:
    assert store
    await end_of_period_without_a_number(ada_account)


async def test_a_job_that_renders_pages_whatever_it_decides_is_noticed(store: str, ada_account: Coordinator, monkeypatch) -> None:
    assert store
    decide = mutated(withheld_numbers, "if since or memorandum.withheld_since:", "if until:")["decide_number"]
    monkeypatch.setattr(counting_hidden, "decide_number", decide)
    with pytest.raises(AssertionError):
        await end_of_period_without_a_number(ada_account)
