"""A memorandum as everybody reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock, database
from coalition.acts.tables import RecordedCount
from coalition.languages import date_text
from coalition.memoranda import opening
from coalition.memoranda.entering_past import record_past
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.tables import Memorandum, WordingStatus
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.public.reading import links, rows, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PAGE = "/en/memoranda/cooperation"


async def test_a_memorandum_says_where_it_stands_and_who_signed(cleo, ada_account):
    forum = await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug, symbol="CF/2026/1")
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"), kind="support")
    page = (await cleo.get(PAGE)).text
    closes = date_text(clock.today() + timedelta(days=30), "en")
    signed = "1 organisation is named as a signatory."
    lead = f"Open for signature until {closes}. {signed} 1 organisation is named as a supporter."
    assert lead in words(page)
    assert "CF/2026/1 · Memorandum of understanding · Forum of Central Asian human rights organisations" in words(page)
    today = date_text(clock.today(), "en")
    assert rows(page) == [
        ["Alpha represented by Ben", "Kazakhstan", "Signature", today],
        ["Gamma represented by Ben", "Kazakhstan", "Support", today],
    ]
    assert "Beta" not in page


async def test_the_text_is_shown_in_the_readers_language_or_the_one_asked_for(cleo, ada_account):
    await factories.opened(ada_account)
    assert "Стороны советуются друг с другом" in (await cleo.get("/ru/memoranda/cooperation")).text
    assert "The parties consult each other" in (await cleo.get("/ar/memoranda/cooperation")).text
    asked = (await cleo.get(f"{PAGE}?text=ru")).text
    assert '<div class="text" lang="ru" dir="ltr">' in asked
    assert '<h1><bdi lang="ru" dir="ltr">Меморандум о сотрудничестве</bdi></h1>' in asked
    assert (await cleo.get(f"{PAGE}?text=ar")).status_code == 404


@pytest.mark.sqlite_only
async def test_a_translation_says_that_it_does_not_count(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    title, body = factories.TEXTS["ar"]
    await save_wording(memorandum, "ar", WordingForm(title=title, body=body, status=WordingStatus.OFFICIAL))
    remark = "Only the authentic texts are signed and count."
    assert remark in words((await cleo.get(f"{PAGE}?text=ar")).text)
    page = words((await cleo.get(PAGE)).text)
    assert remark not in page
    assert "English authentic text Русский authentic text العربية official translation Side by side" in page


@pytest.mark.sqlite_only
async def test_provisions_keep_their_anchors_in_every_language(cleo, ada_account):
    await factories.opened(ada_account)
    for language in ("en", "ru"):
        page = (await cleo.get(f"{PAGE}?text={language}")).text
        assert [f'id="{anchor}"' in page for anchor in ("p1", "p2", "p2.1", "p2.2", "preamble-1")] == [True] * 5


async def test_a_memorandum_that_is_not_public_does_not_exist(cleo, ada_account):
    await factories.adopted(ada_account, "secret-pact")
    missing = await cleo.get("/en/memoranda/missing")
    hidden = await cleo.get("/en/memoranda/secret-pact")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text.replace("secret-pact", "missing") == missing.text
    for address in ("secret-pact/signatories", "secret-pact/compare", "secret-pact/verify"):
        assert (await cleo.get(f"/en/memoranda/{address}")).status_code == 404
    files = ("/memoranda/secret-pact.json", "/memoranda/secret-pact.txt", "/feeds/memoranda/secret-pact.atom")
    for address in (*files, "/en/notifications?memorandum=secret-pact"):
        assert (await cleo.get(address)).status_code == 404
    assert "secret-pact" not in (await cleo.get("/en/memoranda")).text + (await cleo.get("/en/")).text + (await cleo.get("/sitemap.xml")).text


async def test_a_record_of_the_past_says_what_is_not_known(cleo, ada_account):
    form = MemorandumForm(slug="kyiv", authentic_languages=["en", "ru"])
    past = await record_past(
        form,
        forum_id=None,
        coordinator_id=ada_account.id,
        announced="2013-04-30",
        source="An announcement",
        titles={"en": "Memorandum of Understanding"},
        notes={"en": "The text is not held here."},
    )
    async with database.transaction():
        await RecordedCount.insert(RecordedCount(memorandum=past.id, kind="signature", at_least=11, source="An announcement"))
    page = words((await cleo.get("/en/memoranda/kyiv")).text)
    assert "Announced: 30 April 2013. At least 11 organisations signed; their names are not recorded here." in page
    assert "The text is not held here." in page
    assert "Source An announcement" in page
    assert "No organisation has signed" not in page
    assert (await cleo.get("/en/memoranda/kyiv/compare")).status_code == 404
    assert "there is nothing to check" in words((await cleo.get("/en/memoranda/kyiv/verify")).text)


ELEVEN = "At least 11 organisations signed"


@pytest.mark.parametrize(
    ("announced", "before", "since"),
    [("2013-04-30", "2013-04-29", "2013-04-30"), ("2013-04", "2013-04-29", "2013-04-30"), (None, None, "1950-01-01")],
    ids=["day", "month", "unknown"],
)
async def test_a_reported_number_is_given_from_the_day_on_which_it_was_announced(
    cleo: httpx.AsyncClient, ada_account: Coordinator, announced: str | None, before: str | None, since: str
) -> None:
    form = MemorandumForm(slug="kyiv", authentic_languages=["en"])
    about: dict[str, Any] = {"announced": announced, "source": "An announcement", "titles": {"en": "Memorandum"}, "notes": {}}
    past = await record_past(form, forum_id=None, coordinator_id=ada_account.id, **about)
    async with database.transaction():
        await RecordedCount.insert(RecordedCount(memorandum=past.id, kind="signature", at_least=11, source="An announcement"))

    async def given(day: str) -> tuple[int, int]:
        page, file = [await cleo.get(address, params={"at": day}) for address in ("/en/memoranda/kyiv/signatories", "/memoranda/kyiv.json")]
        return page.text.count(ELEVEN), len(file.json()["reported_counts"])

    assert await given(since) == await given("") == (1, 1)
    assert "Signatories (0)" not in (await cleo.get("/en/memoranda/kyiv")).text, "eleven signed, without names"
    if before:
        assert await given(before) == (0, 0)
        compared = words((await cleo.get(f"/en/memoranda/kyiv/signatories?at={before}&compare={since}")).text)
        assert compared.count(ELEVEN) == 1, "the earlier day says nothing"
        assert compared.index("As at 30 April 2013") < compared.index(ELEVEN)


@pytest.mark.sqlite_only
async def test_a_closed_memorandum_says_until_when_it_was_open(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await opening.close(memorandum)
    assert f"It was open for signature until {date_text(clock.today(), 'en')}. No organisation is named as a signatory." in words(
        (await cleo.get(PAGE)).text
    )


@pytest.mark.sqlite_only
async def test_names_come_in_their_own_script_with_one_that_helps(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    names = [{"language": "ar", "name": "مركز النماء", "short_name": "", "primary": True}, {"language": "en", "name": "Al-Namaa Center"}]
    await factories.signed(memorandum, await factories.organisation("al-namaa", names=names, country="IQ"))
    page = (await cleo.get(PAGE)).text
    assert '<bdi lang="ar" dir="rtl">مركز النماء</bdi>' in page
    assert rows(page)[0][0] == "مركز النماء Al-Namaa Center represented by Ben"


async def test_the_list_begins_with_the_newest_and_goes_on(cleo, ada_account):
    with clock.shifted(-timedelta(days=5)):
        await factories.opened(ada_account, "older")
    await factories.opened(ada_account, "newer")
    listed = [address for address in links((await cleo.get("/en/memoranda")).text) if address.endswith(("older", "newer"))]
    assert listed == ["/en/memoranda/newer", "/en/memoranda/older"]
    newer = await Memorandum.objects().get(Memorandum.slug == "newer")
    rest = links((await cleo.get("/en/memoranda", params={"after": f"{newer.opens_on}/newer"})).text)
    assert [address for address in rest if address.endswith(("/older", "/newer"))] == ["/en/memoranda/older"]


@pytest.mark.sqlite_only
async def test_fifty_signatories_make_a_light_page(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    for at in range(50):
        own = {"language": "ru", "name": f"Правозащитная организация Центральной Азии {at}", "primary": True}
        names = [own, {"language": "en", "name": f"Human rights organisation {at}"}]
        await factories.signed(memorandum, await factories.organisation(f"one-{at}", names=names, email=""))
    page = await cleo.get("/ru/memoranda/cooperation")
    assert len(rows(page.text)) == 50
    assert len(page.content) < 60_000


async def test_the_switch_of_languages_keeps_what_was_asked_and_nothing_else(cleo, ada_account):
    await factories.opened(ada_account)
    for query in ("at=2026-11-20&compare=2026-11-19", "compare=2026-11-19&colour=red&at=2026-11-20"):
        page = (await cleo.get(f"/en/memoranda/cooperation/signatories?{query}")).text
        assert "/ru/memoranda/cooperation/signatories?at=2026-11-20&compare=2026-11-19" in links(page)
