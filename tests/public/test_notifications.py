"""Notifications: pages, sentences and feeds."""

from __future__ import annotations

from types import SimpleNamespace

import feedparser
import pytest

from coalition import clock
from coalition.acts.tables import Act
from coalition.announcements.notice_sentences import sentence
from coalition.invitations import links as invitations_links
from coalition.memoranda.queries import views_of
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.tables import NoticeKind, Notification
from coalition.organisations.queries import views_by_slug
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from tests import factories
from tests.public.reading import links, words

pytestmark = pytest.mark.anyio


async def _story(ada_account):
    memorandum = await factories.opened(ada_account)
    names = [{"language": "ar", "name": "مركز النماء", "primary": True}, {"language": "en", "name": "Al-Namaa Center"}]
    alpha = await factories.signed(memorandum, await factories.organisation("al-namaa", names=names))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"), kind="support")
    await withdraw(await invitations_links.follow(alpha.manage_token), WithdrawalForm(typed_name="Ben"))
    return memorandum


async def test_each_public_act_is_told_once_newest_first(cleo, ada_account):
    await _story(ada_account)
    year = clock.today().year
    page = words((await cleo.get("/en/notifications")).text)
    sentences = [
        f"N.5.{year} Al-Namaa Center withdrew. Memorandum on cooperation",
        f"N.4.{year} Gamma declared its support. Memorandum on cooperation",
        f"N.3.{year} Al-Namaa Center signed. Memorandum on cooperation",
        f"N.2.{year} Opened for signature. Memorandum on cooperation",
        f"N.1.{year} Adopted by consensus and authenticated in English and Russian. Memorandum on cooperation",
    ]
    positions = [page.find(sentence) for sentence in sentences]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert page.count("N.") == 5


async def test_a_notification_has_a_page_of_its_own(cleo, ada_account):
    await _story(ada_account)
    year = clock.today().year
    page = (await cleo.get(f"/en/notifications/{year}/3")).text
    assert f"N.3.{year} Al-Namaa Center signed. Memorandum Memorandum on cooperation Organisation مركز النماء" in words(page)
    assert {"/en/memoranda/cooperation", "/en/organisations/al-namaa"} < set(links(page))
    for place in (f"{year}/6", f"{year}/0", f"{year}/03", f"{year}/x", f"{year}/³", f"{year}/-3", f"{year}/99999999999999999999", "1999/1"):
        assert (await cleo.get(f"/en/notifications/{place}")).status_code == 404


async def test_a_list_goes_on_after_a_number(cleo, ada_account):
    await _story(ada_account)
    year = clock.today().year
    page = words((await cleo.get(f"/en/notifications?after=N.3.{year}")).text)
    assert f"N.2.{year}" in page
    assert f"N.3.{year}" not in page
    assert "No notification here" in words((await cleo.get(f"/en/notifications?after=N.1.{year}")).text)
    for bad in ("3", "N.3", "N.x.2026", "N.3.2026x", "%00"):
        assert (await cleo.get(f"/en/notifications?after={bad}")).status_code == 404


async def test_an_act_that_is_not_public_any_more_is_told_without_a_name(store, ada_account):
    await _story(ada_account)
    row = await Notification.objects().get(Notification.number == 3)
    view = (await views_of(["cooperation"]))["cooperation"]
    assert str(sentence(row, view, None)) == "This notification was about an act that is not public any more."
    assert str(sentence(row, None, None)) == "This notification was about a text that is not public any more."


async def test_a_memorandum_withdrawn_from_the_public_leaves_a_tombstone(cleo, ada_account):
    await _story(ada_account)
    await Memorandum.update({Memorandum.publicity: Publicity.WITHDRAWN_FROM_PUBLIC.value}).where(Memorandum.slug == "cooperation")
    for address in ("/en/notifications", f"/en/notifications/{clock.today().year}/3", "/feeds/notifications.atom"):
        page = (await cleo.get(address)).text
        assert "This notification was about a text that is not public any more." in page
        for secret in ("cooperation", "Namaa", "النماء", "Gamma", "gamma"):
            assert secret not in page


@pytest.mark.sqlite_only
async def test_a_name_that_runs_the_other_way_is_isolated(store, ada_account):
    await _story(ada_account)
    organisation = await views_by_slug(["al-namaa", "beta"])
    row = SimpleNamespace(kind=NoticeKind.SIGNATURE.value, organisation="al-namaa", detail="")
    view = SimpleNamespace()
    assert sentence(row, view, organisation["al-namaa"]).text("en") == "Al-Namaa Center signed."
    assert "\u2066Beta\u2069" in sentence(row, view, organisation["beta"]).text("ar")


@pytest.mark.sqlite_only
async def test_the_feed_is_valid_and_its_ids_never_change(cleo, ada_account):
    await _story(ada_account)
    ids = set()
    for language in ("en", "ar"):
        answer = await cleo.get(f"/feeds/notifications.atom?lang={language}")
        feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
        assert (feed.bozo, feed.version, feed.feed.language, len(feed.entries)) == (False, "atom10", language, 5)
        assert feed.entries[0].link == f"http://127.0.0.1:8000/{language}/notifications/{clock.today().year}/5"
        ids.add(tuple(entry.id for entry in feed.entries))
    year = clock.today().year
    assert ids == {tuple(f"tag:127.0.0.1,{year}:N.{number}.{year}" for number in (5, 4, 3, 2, 1))}
    assert (await cleo.get("/feeds/notifications.atom?lang=de")).status_code == 404


async def test_a_memorandum_has_feeds_of_its_own(cleo, ada_account):
    await _story(ada_account)
    await factories.opened(ada_account, "another")
    feed = feedparser.parse((await cleo.get("/feeds/memoranda/cooperation.atom")).content)
    assert (feed.feed.title, len(feed.entries)) == ("Memorandum on cooperation", 5)
    feed = (await cleo.get("/feeds/memoranda/cooperation.json")).json()
    assert (feed["version"], len(feed["items"])) == ("https://jsonfeed.org/version/1.1", 5)
    assert len((await cleo.get("/feeds/notifications.json")).json()["items"]) == 7
    for missing in ("cooperation.rss", "cooperation", "missing.atom", ".atom"):
        assert (await cleo.get(f"/feeds/memoranda/{missing}")).status_code == 404


@pytest.mark.sqlite_only
async def test_an_empty_register_has_valid_feeds(cleo):
    feed = feedparser.parse((await cleo.get("/feeds/notifications.atom")).content)
    assert (feed.bozo, feed.entries) == (False, [])
    assert "No notification here" in words((await cleo.get("/en/notifications")).text)


async def test_withheld_names_are_in_no_notification(cleo, ada_account):
    await _story(ada_account)
    assert await Act.count().where(Act.disclosure == "counted") == 1
    for address in ("/en/notifications", "/feeds/notifications.atom", "/feeds/memoranda/cooperation.json", "/en/"):
        assert "beta" not in (await cleo.get(address)).text.lower()
