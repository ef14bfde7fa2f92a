"""Articles: who reads them, what they are about, and the consent of the people in them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock, trail
from coalition.acts.unlisting import amend_organisation
from coalition.approvals import changing, deciding
from coalition.approvals.errors import AlreadyAsked, CannotBeDone
from coalition.approvals.made import Made
from coalition.approvals.queries import waiting_about
from coalition.articles import consents, deleting_drafts, publication_rules, queries
from coalition.articles.consent_queries import consents_of
from coalition.articles.errors import ArticleNeedsApproval, ArticleSlugTaken, ConsentEnded, ConsentMissing, IsPublished, NotPublished, WasPublished
from coalition.articles.forms import ArticleChange, ConsentForm
from coalition.articles.linked_record_queries import base_of_row, public_article
from coalition.articles.publishing_articles import publish_article, withdraw_article
from coalition.articles.queries import Chosen, newest, newest_published
from coalition.articles.tables import ArticleState, Consent
from coalition.articles.writing_articles import change_article, form_with
from coalition.database import counting_queries, execute
from coalition.duplicates.merging import merge
from coalition.fields import InvalidForm
from coalition.organisations.forms import OrganisationChange
from coalition.organisations.listing import list_organisation
from coalition.saved_states import SavedMeanwhile
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.articles.tables import Article
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

AGREED = {"label": "Aigul, the teacher", "agreed": "2026-01", "means": "a signed paper", "purpose": "her first name, on this site"}


async def changed(row: Article, **fields: object) -> None:
    await change_article(row, await form_with(row, ArticleChange.parse(fields)))


async def read(**asked: str) -> list[str]:
    return [view.slug for view in (await newest_published(Chosen(**asked), limit=50)).articles]


async def agreed(row: Article, **more: object) -> int:
    return (await consents.record_consent(row, ConsentForm.parse(AGREED | more))).id


async def test_everybody_reads_what_is_published_and_nothing_else(store: str) -> None:
    assert store
    first, second = await factories.article("first"), await factories.article("second", on="2013-05", kind="report")
    assert await read() == []
    await publish_article(first)
    await publish_article(second)
    assert (await read(), await read(kind="report"), await read(words="органис"), await read(words="agreed")) == (
        ["second", "first"],
        ["second"],
        ["second", "first"],
        ["second", "first"],
    )
    page = await newest_published(Chosen(), limit=1)
    assert [view.slug for view in (await newest_published(Chosen(), after=page.after, limit=1)).articles] == ["first"]
    with pytest.raises(IsPublished):
        await publish_article(first)
    await withdraw_article(first)
    assert (await read(), await read(words="Kyiv"), await queries.was_withdrawn("first")) == (["second"], ["second"], True)
    with pytest.raises(NotPublished):
        await withdraw_article(first)
    assert [view.slug for view in (await newest(Chosen(words="first"), limit=50)).articles] == ["first"]
    with pytest.raises(ArticleSlugTaken):
        await factories.article("first")


async def test_a_draft_is_deleted_with_all_of_it_and_what_was_published_stays(store: str) -> None:
    assert store
    draft, read_once = await factories.article("draft", kind="story"), await factories.article("report", published=True)
    await agreed(draft)
    await deleting_drafts.delete_draft(draft)
    assert await queries.by_slug("draft") is None
    for table in ("article", "article_text", "consent"):
        [left] = await execute(f"SELECT count(*) AS rows FROM {table}")
        assert left["rows"] == (0 if table == "consent" else 1)
    assert [view.slug for view in (await newest(Chosen(words="Kyiv"), limit=9)).articles] == ["report"]
    await withdraw_article(read_once)
    with pytest.raises(WasPublished):
        await deleting_drafts.delete_draft(read_once)
    assert (await factories.article("draft")).state == ArticleState.DRAFT


async def test_a_build_that_deletes_what_was_published_is_noticed(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(deleting_drafts, "raise WasPublished", "pass")
    monkeypatch.setattr(deleting_drafts, "delete_draft", wrong["delete_draft"])
    with pytest.raises(BaseException, match="DID NOT RAISE"):
        await test_a_draft_is_deleted_with_all_of_it_and_what_was_published_stays(store)


async def test_lists_take_the_same_queries_however_long_they_are(store: str) -> None:
    assert store
    for number in range(3):
        await factories.article(f"article-{number}", published=True)
    with counting_queries() as few:
        await newest_published(Chosen(), limit=1)
    with counting_queries() as many:
        await newest_published(Chosen(), limit=3)
    assert few.count == many.count


async def test_a_change_of_a_published_article_is_visible_and_the_same_words_change_nothing(store: str) -> None:
    assert store
    row = await factories.article(published=True)
    await changed(row)
    unchanged = await queries.by_slug(row.slug)
    assert unchanged is not None
    assert unchanged.changed_on is None
    base = await base_of_row(row)
    await changed(row, source={"name": "Freedom Files", "url": "https://example.org/a"})
    now = await queries.by_slug(row.slug)
    assert now is not None
    view = await queries.view_of(now)
    assert (view.changed_on, view.changes, view.source) == (clock.today(), 1, "Freedom Files")
    with pytest.raises(SavedMeanwhile):
        await change_article(row, await form_with(row, ArticleChange()), base)
    with pytest.raises(InvalidForm) as refused:
        await changed(row, organisations=["nobody"], forums=["nowhere"], memoranda=["nothing"])
    assert set(refused.value.problems) == {"organisations/0", "forums/0", "memoranda/0"}


async def test_what_not_everybody_may_know_of_is_no_part_of_an_article(store: str) -> None:
    assert store
    await factories.organisation("alpha", "Alpha")
    await factories.organisation("hidden", "Hidden", listed=False)
    await factories.forum()
    row = await factories.article(organisations=["alpha", "hidden"], forums=["kyiv-2013"], published=True)
    linked = (await public_article(row)).linked
    assert ([view.slug for view in linked.organisations], [view.slug for view in linked.forums]) == (["alpha"], ["kyiv-2013"])


async def test_a_memorandum_that_is_not_public_cannot_be_named(store: str, ada_account: Coordinator) -> None:
    assert store
    await factories.draft(ada_account)
    with pytest.raises(InvalidForm):
        await factories.article(memoranda=["cooperation"])


async def test_a_story_is_published_with_the_consent_of_those_in_it(store: str) -> None:
    assert store
    row = await factories.article(kind="story")
    with pytest.raises(ConsentMissing):
        await publish_article(row)
    number = await agreed(row)
    [stored] = await execute("SELECT label, means, purpose FROM consent")
    assert not any("Aigul" in text or "paper" in text or "name" in text for text in stored.values())
    await publish_article(row)
    with pytest.raises(ConsentMissing):
        await consents.remove_consent(row, number)
    await consents.take_consent_back(row, number)
    assert await read() == []
    with pytest.raises(ConsentEnded):
        await publish_article(row)
    assert await consents.remove_consent(row, number)
    await changed(row, nobody_recognisable=True)
    await publish_article(row)
    assert await read() == ["a-story"]
    with pytest.raises(ConsentMissing):
        await changed(row, nobody_recognisable=False)


async def test_a_build_that_does_not_ask_for_consent_is_noticed(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    wrong = mutated(publication_rules, "raise ConsentMissing", "return")
    monkeypatch.setattr("coalition.articles.publishing_articles.check_publication", wrong["check_publication"])
    with pytest.raises(BaseException, match="DID NOT RAISE"):
        await test_a_story_is_published_with_the_consent_of_those_in_it(store)


async def test_a_consent_ends_with_its_last_day(store: str) -> None:
    assert store
    row = await factories.article(kind="story")
    await agreed(row, until=clock.today().isoformat())
    await publish_article(row)
    await consents.withdraw_when_consents_end({})
    assert await read() == ["a-story"]
    await Consent.update({Consent.until: clock.today() - timedelta(days=1)}, force=True)
    await consents.withdraw_when_consents_end({})
    assert (await read(), [each.counts for each in await consents_of(row.id)]) == ([], [False])
    with pytest.raises(ConsentEnded):
        await publish_article(row)
    with pytest.raises(InvalidForm):
        await agreed(row, until="2020-01-01")


def at(person: Coordinator) -> trail.Actor:
    return trail.Actor(trail.ActorKind.DESK, person.id, session=f"session of {person.id}")


async def test_two_coordinators_publish_what_is_about_those_who_need_care(store: str, ada_account: Coordinator) -> None:
    assert store
    dina = await factories.coordinator("dina@example.org", "Dina")
    await factories.forum("careful-forum", risk_profile="careful")
    row = await factories.article(forums=["careful-forum"])
    with pytest.raises(ArticleNeedsApproval):
        await publish_article(row)
    base = await base_of_row(row)
    with trail.acting(at(ada_account)):
        assert await changing.publish(row, base, ada_account) is Made.ASKED
        with pytest.raises(AlreadyAsked):
            await changing.publish(row, base, ada_account)
    assert await read() == []
    [waiting] = await waiting_about(f"article:{row.id}")
    with trail.acting(at(dina)):
        await deciding.approve(waiting.id, dina)
    assert await read() == ["a-story"]
    form = await form_with(row, ArticleChange.parse({"forums": []}))
    with trail.acting(at(ada_account)):
        assert await changing.change(row, form, "", ada_account) is Made.ASKED
    [waiting] = await waiting_about(f"article:{row.id}")
    with trail.acting(at(dina)):
        await deciding.approve(waiting.id, dina)
    assert not (await public_article(row)).linked
    await withdraw_article(row)


async def test_what_was_changed_after_the_request_is_not_published(store: str, ada_account: Coordinator) -> None:
    assert store
    dina = await factories.coordinator("dina@example.org", "Dina")
    await factories.organisation("gamma", "Gamma", at_risk=True)
    row = await factories.article(organisations=["gamma"])
    with trail.acting(at(ada_account)):
        assert await changing.publish(row, "", ada_account) is Made.ASKED
    await changed(row, kind="report")
    [waiting] = await waiting_about(f"article:{row.id}")
    with trail.acting(at(dina)), pytest.raises(CannotBeDone):
        await deciding.approve(waiting.id, dina)
    assert await read() == []


async def test_an_entry_that_is_merged_into_one_at_risk_needs_two(store: str, ada_account: Coordinator) -> None:
    assert store
    await factories.coordinator("dina@example.org", "Dina")
    plain, risky = await factories.organisation("plain", "Plain"), await factories.organisation("risky", "Risky", at_risk=True)
    await list_organisation(risky, "It wishes so.", approved=True)
    await merge(plain, risky, ada_account.id, approved=True)
    row = await factories.article(organisations=["plain"])  # readers would be shown the name of the other entry
    with trail.acting(at(ada_account)):
        assert await changing.publish(row, "", ada_account) is Made.ASKED


async def test_an_organisation_that_leaves_the_register_leaves_the_article(store: str) -> None:
    assert store
    alpha = await factories.organisation("alpha", "Alpha")
    row = await factories.article(organisations=["alpha"], published=True)
    assert (await public_article(row)).linked
    await amend_organisation(alpha, OrganisationChange(listed=False, listing_reason="It wishes so."))
    assert not (await public_article(row)).linked
