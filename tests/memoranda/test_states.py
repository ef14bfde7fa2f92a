"""From draft to closed: what each state allows, and what is frozen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.fields import InvalidForm
from coalition.jobs.worker import run_due
from coalition.memoranda import authenticating, beginning, edition_queries, membership, opening, queries
from coalition.memoranda.errors import (
    AlreadyMember,
    AlreadyOpen,
    ChangedMeanwhile,
    NoSuchPerson,
    NotAuthenticated,
    NotOpen,
    TextFrozen,
    WordingMissing,
)
from coalition.memoranda.forms import AdoptionForm, MemorandumChange, MemorandumForm, OpeningForm, WordingForm
from coalition.memoranda.tables import Memorandum, Placement, Provision
from coalition.memoranda.wording import realign, save_wording
from coalition.notices.tables import Notification
from coalition.organisations.registering import SlugTaken
from tests import factories


def form(title: str = "Title", body: str = "1. One.\n\n2. Two.\n", **more) -> WordingForm:
    return WordingForm(title=title, body=body, **more)


async def adopt(memorandum: Memorandum):
    return await authenticating.adopt(memorandum, AdoptionForm(on="2026-11"))


async def open_it(memorandum: Memorandum, **more) -> None:
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), **more))


async def test_memorandum_begins_as_a_draft_only_its_coordinator_sees(ada_account):
    await factories.draft(ada_account, "cooperation")
    dina = await factories.coordinator("dina@example.org", "Dina")

    memorandum = await queries.for_member("cooperation", ada_account.id)
    assert (memorandum.text_state, memorandum.signing_state, memorandum.publicity) == ("draft", "not_open", "coordinators")
    assert await queries.for_member("cooperation", dina.id) is None
    assert await queries.public_by_slug("cooperation") is None


async def test_slug_belongs_to_one_memorandum(ada_account):
    await factories.draft(ada_account, "cooperation")

    with pytest.raises(SlugTaken):
        await beginning.begin(MemorandumForm(slug="cooperation", authentic_languages=["en"]), ada_account.id)


async def test_forum_must_exist(ada_account):
    with pytest.raises(InvalidForm) as refused:
        await beginning.begin(MemorandumForm(slug="x", forum="nowhere", authentic_languages=["en"]), ada_account.id)

    assert set(refused.value.problems) == {"forum"}


async def test_languages_share_the_ids_of_provisions(ada_account):
    memorandum = await factories.draft(ada_account)
    edition = await edition_queries.latest_edition(memorandum.id)

    keys = [await factories.keys_of(wording.id) for wording in await edition_queries.wordings(edition.id)]

    assert keys[0] == keys[1]
    assert [provision.key for provision in await edition_queries.provisions(edition.id)] == keys[0]


async def test_ids_stay_when_a_provision_is_put_in_between(ada_account):
    memorandum = await factories.draft(ada_account, languages=("en",))
    edition = await edition_queries.latest_edition(memorandum.id)
    wording = (await edition_queries.wordings(edition.id))[0]
    before = await factories.keys_of(wording.id)

    await save_wording(memorandum, "en", form(wording.title, wording.body + "\n3. A third.\n"))

    after = await factories.keys_of(wording.id)
    assert (after[:-1], len(after)) == (before, len(before) + 1)
    assert await Placement.count() == await Provision.count() == len(after)


async def test_ids_can_be_set_right_by_hand(ada_account):
    memorandum = await factories.draft(ada_account, languages=("en",))
    await save_wording(memorandum, "nb", form(body="1. Én.\n\n2. To.\n"))
    edition = await edition_queries.latest_edition(memorandum.id)
    wording = await edition_queries.wording(edition.id, "nb")
    keys = await factories.keys_of(wording.id)

    await realign(wording, keys[::-1])
    assert await factories.keys_of(wording.id) == keys[::-1]
    await save_wording(memorandum, "nb", form(body="1. Ett.\n\n2. To.\n"))
    assert await factories.keys_of(wording.id) == keys[::-1]
    for wrong in ([keys[0]] * 2, keys[:1], ["nowhere", keys[1]]):
        with pytest.raises(InvalidForm):
            await realign(wording, wrong)


async def test_text_that_cannot_be_published_is_refused_with_its_line(ada_account):
    memorandum = await factories.draft(ada_account)

    with pytest.raises(InvalidForm) as refused:
        await save_wording(memorandum, "en", form(body="1. One.\n\n2. <script>alert(1)</script>\n"))

    assert refused.value.problems["body"].params["line"] == 3


async def test_nobody_overwrites_what_another_saved_meanwhile(ada_account):
    memorandum = await factories.draft(ada_account)
    await save_wording(memorandum, "en", form("Ada's", version=1))

    with pytest.raises(ChangedMeanwhile):
        await save_wording(memorandum, "en", form("Dina's", version=1))

    edition = await edition_queries.latest_edition(memorandum.id)
    assert (await edition_queries.wording(edition.id, "en")).title == "Ada's"


async def test_adoption_needs_every_authentic_language(ada_account):
    memorandum = await beginning.begin(MemorandumForm(slug="m", authentic_languages=["en", "ru"]), ada_account.id)
    await save_wording(memorandum, "en", form())

    with pytest.raises(WordingMissing):
        await adopt(memorandum)


async def test_adopted_text_is_frozen_under_a_digest_but_translations_may_follow(ada_account):
    memorandum = await factories.draft(ada_account)
    edition = await adopt(memorandum)

    assert edition.digest.startswith("sha256:")
    with pytest.raises(TextFrozen):
        await save_wording(memorandum, "en", form())
    with pytest.raises(TextFrozen):
        await adopt(memorandum)
    with pytest.raises(TextFrozen):
        await beginning.change_particulars(memorandum, MemorandumChange(symbol="X/1"))
    await save_wording(memorandum, "ar", form("مذكرة"))
    assert (await edition_queries.latest_edition(memorandum.id)).digest == edition.digest


async def test_realigning_a_frozen_text_is_refused(ada_account):
    memorandum = await factories.adopted(ada_account, languages=("en",))
    edition = await edition_queries.latest_edition(memorandum.id)
    wording = await edition_queries.wording(edition.id, "en")

    with pytest.raises(TextFrozen):
        await realign(wording, await factories.keys_of(wording.id))


async def test_opening_needs_an_authenticated_text_and_happens_once(ada_account):
    memorandum = await factories.draft(ada_account)
    with pytest.raises(NotAuthenticated):
        await open_it(memorandum)
    await adopt(memorandum)
    await open_it(memorandum)
    with pytest.raises(AlreadyOpen):
        await open_it(memorandum)

    assert (await queries.public_by_slug("cooperation")).signing_state == "open"
    assert [row["kind"] for row in await Notification.select(Notification.kind).order_by(Notification.number)] == ["adopted", "opened"]


async def test_memorandum_opened_for_participants_only_is_not_public(ada_account):
    memorandum = await factories.adopted(ada_account)
    await open_it(memorandum, publicity="participants")

    assert await queries.public_by_slug("cooperation") is None
    assert await Notification.count() == 0
    await opening.publish(memorandum)
    assert await queries.public_by_slug("cooperation") is not None
    assert await Notification.count() == 1


async def test_draft_is_not_published(ada_account):
    memorandum = await factories.draft(ada_account)

    with pytest.raises(NotAuthenticated):
        await opening.publish(memorandum)


async def test_closing_needs_an_open_window(ada_account):
    memorandum = await factories.adopted(ada_account)
    with pytest.raises(NotOpen):
        await opening.close(memorandum)
    await open_it(memorandum)
    await opening.close(memorandum)
    with pytest.raises(NotOpen):
        await opening.close(memorandum)


async def test_window_closes_by_itself_after_its_last_day(ada_account):
    memorandum = await factories.opened(ada_account, days=2)

    with clock.shifted(timedelta(days=2)):
        await run_due()
        assert (await factories.reloaded(memorandum)).signing_state == "open"
    with clock.shifted(timedelta(days=3)):
        await run_due()
        closed = await factories.reloaded(memorandum)
    assert (closed.signing_state, closed.closes_on) == ("closed", clock.today() + timedelta(days=2))


async def test_another_coordinator_can_be_let_in_once(ada_account):
    memorandum = await factories.draft(ada_account)
    dina = await factories.coordinator("dina@example.org", "Dina")

    await membership.add_member(memorandum, "dina@example.org")

    assert await queries.for_member("cooperation", dina.id) is not None
    with pytest.raises(AlreadyMember):
        await membership.add_member(memorandum, "dina@example.org")
    with pytest.raises(NoSuchPerson):
        await membership.add_member(memorandum, "cleo@example.org")


async def test_authentic_languages_decide_which_wordings_are_authentic(ada_account):
    memorandum = await factories.draft(ada_account, languages=("en", "ru"))

    await beginning.change_particulars(memorandum, MemorandumChange(authentic_languages=["ru", "ar"]))

    edition = await edition_queries.latest_edition(memorandum.id)
    assert {text.language: str(text.status) for text in await edition_queries.wordings(edition.id)} == {"en": "unofficial", "ru": "authentic"}


async def test_numbers_that_begin_again_under_each_heading_are_told_apart_by_the_numbers_of_the_headings(ada_account):
    memorandum = await factories.draft(ada_account, languages=("en",))

    with pytest.raises(InvalidForm, match="on lines 3 and 7"):
        await save_wording(memorandum, "en", form(body="## To States\n\n1. One.\n\n## To organisations\n\n1. Another.\n"))
    await save_wording(memorandum, "en", form(body="## I. To States\n\n1. One.\n\n## II. To organisations\n\n1. Another.\n"))

    edition = await edition_queries.latest_edition(memorandum.id)
    keys = await factories.keys_of((await edition_queries.wordings(edition.id))[0].id)
    assert len(keys) == len(set(keys)) == 4
