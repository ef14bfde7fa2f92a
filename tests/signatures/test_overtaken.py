"""Whoever changes the record reads it once it is locked: what was committed while they waited counts."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.tables import Act
from coalition.database import is_postgres
from coalition.fields import InvalidForm
from coalition.notices.tables import Notification
from coalition.organisations.queries import by_slug
from coalition.signatures import batches, confirming, correcting_record, disclosing, raising
from coalition.signatures.annulling import annul
from coalition.signatures.forms import RaiseForm
from coalition.signatures.on_behalf_forms import AnnulmentForm, BatchForm, RecordCorrectionForm
from coalition.signatures.tables import DisclosureRequest
from coalition.statements import translating
from coalition.statements.forms import StatementTranslationForm
from coalition.statements.tables import StatementTranslation
from tests import factories
from tests.overtaking import WITHOUT_LOCK, overtaking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

    Story = Callable[[Memorandum, Coordinator], Awaitable[None]]

pytestmark = pytest.mark.anyio

_FORGED = {"ground": "forged", "reason": "She asked the organisation."}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account, days=200)


async def acts() -> list[str]:
    return [row["kind"] for row in await Act.select(Act.kind).order_by(Act.recorded_at)]


async def a_signature_that_ended_meanwhile_does_not_lapse(memorandum: Memorandum, ada: Coordinator) -> None:
    signed = await factories.signed(memorandum, await factories.organisation("steppe"), kind="ad_referendum")
    with clock.shifted(timedelta(days=61)):
        async with overtaking(memorandum, confirming.lapse({"act": str(signed.act.id)})) as late:
            await annul(memorandum, signed.act.organisation, AnnulmentForm.parse(_FORGED), by=ada)
        late.result()
    assert await acts() == ["ad_referendum", "annulment"]


async def a_name_that_was_hidden_meanwhile_stays_hidden_when_its_seal_opens(memorandum: Memorandum, _: Coordinator) -> None:
    organisation = await factories.organisation("steppe", at_risk=True)
    tomorrow = clock.today() + timedelta(days=1)
    signed = await factories.signed(memorandum, organisation, disclosure="sealed_until", release_on=str(tomorrow))
    with clock.shifted(timedelta(days=1)):
        async with overtaking(memorandum, disclosing.open_seal({"act": str(signed.act.id)})) as late:
            await disclosing.hide(memorandum, organisation.id)
        late.result()
    assert await Notification.count().where(Notification.kind == "disclosed") == 0
    known = await by_slug("steppe")
    assert known
    assert not known.listed


async def of_a_batch_the_acts_that_stand_are_annulled(memorandum: Memorandum, ada: Coordinator) -> None:
    signed = [await factories.signed(memorandum, await factories.organisation(slug)) for slug in ("steppe", "other")]
    batch = await batches.prepare(memorandum, BatchForm.parse({"ground": "forged", "kind": "signature"}), "en", by=ada)
    async with overtaking(memorandum, batches.confirm(memorandum, batch, by=ada)) as late:
        await annul(memorandum, signed[0].act.organisation, AnnulmentForm.parse(_FORGED), by=ada)
    late.result()
    assert await acts() == ["signature", "signature", "annulment", "annulment"]


async def a_correction_made_meanwhile_is_not_made_twice(memorandum: Memorandum, _: Coordinator) -> None:
    signed = await factories.signed(memorandum, await factories.organisation("steppe"))
    right = RecordCorrectionForm.parse({"acted": str(clock.today()), "representative_name": "Ben Sultanov", "reason": "So the letter."})
    correction = partial(correcting_record.correct, memorandum, signed.act.organisation, signed.act.id, right)
    async with overtaking(memorandum, correction()) as late:
        await correction()
    with pytest.raises(InvalidForm):
        late.result()
    assert await acts() == ["signature", "correction"]


STORIES: dict[str, Story] = {
    "correction": a_correction_made_meanwhile_is_not_made_twice,
    "lapse": a_signature_that_ended_meanwhile_does_not_lapse,
    "seal": a_name_that_was_hidden_meanwhile_stays_hidden_when_its_seal_opens,
    "batch": of_a_batch_the_acts_that_stand_are_annulled,
}
MODULES = {"correction": correcting_record, "lapse": confirming, "seal": disclosing, "batch": batches}


@pytest.mark.parametrize("story", STORIES)
async def test_what_was_committed_meanwhile_counts(memorandum: Memorandum, ada_account: Coordinator, story: str) -> None:
    await STORIES[story](memorandum, ada_account)


@pytest.mark.parametrize("story", STORIES)
async def test_a_mutated_build_is_found(memorandum: Memorandum, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch, story: str) -> None:
    """On SQLite one transaction writes at a time, so nothing is committed meanwhile."""
    monkeypatch.setattr(MODULES[story], "memoranda", WITHOUT_LOCK)
    with pytest.raises(Exception) if is_postgres() else nullcontext():  # noqa: PT011 -- the deed or the story fails
        await STORIES[story](memorandum, ada_account)


async def test_a_name_is_hidden_while_its_organisation_changes_its_mind(memorandum: Memorandum) -> None:
    """Both take the memorandum first, so neither waits for the other's rows."""
    signed = await factories.signed(memorandum, await factories.organisation("steppe"), disclosure="counted")
    opened = await factories.fresh(await factories.links.follow(signed.manage_token))
    await raising.request_raise(opened, RaiseForm.parse({"disclosure": "public", "typed_name": "Ben"}))
    organisation = signed.act.organisation
    async with overtaking(memorandum, disclosing.hide(memorandum, organisation)) as late:
        await raising.stop_raise(memorandum.id, organisation)
    late.result()
    assert await DisclosureRequest.count().where(DisclosureRequest.stopped_at.is_null()) == 0
    assert await acts() == ["signature", "disclosure"]


async def test_translations_made_at_once_are_one(memorandum: Memorandum) -> None:
    signed = await factories.signed(memorandum, await factories.organisation("steppe"))
    statement = await factories.stated(memorandum, signed)
    translate = partial(translating.translate, memorandum, statement.id)
    await asyncio.gather(*(translate(StatementTranslationForm(language="ru", text=f"Не связана {at}.")) for at in range(8)))
    assert await StatementTranslation.count() == 1
