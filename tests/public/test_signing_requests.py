"""Asking to accede: by anybody, confirmed from the mailbox; what was asked is nobody's business."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from coalition import clock
from coalition.database import transaction
from coalition.jobs.worker import run_due
from coalition.memoranda import actions
from coalition.memoranda.tables import Memorandum, SigningState
from coalition.notices.issuing import pages_change
from coalition.notices.page_queries import published_version
from coalition.organisations import look_alikes, registering
from coalition.organisations.queries import views_by_slug
from coalition.signing_requests import requesting
from coalition.signing_requests.forms import RefusalForm
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.desk.conftest import send
from tests.letters import answer_requests, last_letter, letters_in_tray
from tests.mutants import mutated
from tests.public.reading import links, words
from tests.signing.walking import everything

pytestmark = pytest.mark.anyio

FORM = "/en/memoranda/cooperation/request"
REQUEST = {
    "organisation_name": "Ысык-Көл күзөтү",
    "name_language": "ky",
    "country": "KG",
    "website": "https://issyk.example.org",
    "person": "Ben Sultanov",
    "email": "ben@issyk.example.org",
    "language": "ru",
    "english_name": "Issyk-Kul Watch",
    "kind": "informal",
    "message": "Bir Duino knows us.",
    "consent": "yes",
}


@pytest.fixture(autouse=True)
def unhurried(store, monkeypatch):
    """Let every story begin without attempts, and keep the letters: no mail server answers."""
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


async def ask(browser, **more) -> str:
    """Ask, and return the path of the link in the letter."""
    assert (await browser.post(FORM, data=REQUEST | more)).status_code == 200
    await answer_requests()
    letter = await last_letter()
    return re.search(r"http://127\.0\.0\.1:8000(/\S+/request/[\w-]+)", letter.text)[1]


async def test_a_request_is_confirmed_from_the_mailbox_and_looking_confirms_nothing(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    assert FORM in links((await cleo.get("/en/memoranda/cooperation")).text)
    page = (await cleo.get(FORM)).text
    assert 'name="organisation_name"' in page
    path = await ask(cleo)
    [letter] = await letters_in_tray()
    assert (letter.address, letter.language) == ("ben@issyk.example.org", "ru")
    for typed in ("Ысык", "Ben", "Bir Duino", "issyk"):
        assert typed not in letter.subject + letter.text
    before = await everything()
    for method in ("GET", "HEAD"):
        assert (await cleo.request(method, path)).status_code == 200
    assert await everything() == before
    answer = await cleo.post(path)
    assert (answer.status_code, answer.headers["location"], "set-cookie" in answer.headers) == (303, path, False)
    row = await SigningRequest.objects().first()
    assert (row.organisation_name, row.confirmed_at is not None, row.decided_at) == ("Ысык-Көл күзөтү", True, None)
    english = path.replace("/ru/", "/en/")
    assert "lies before the coordinators" in words((await cleo.get(english)).text)
    again = await everything()
    assert (await cleo.post(path)).status_code == 303
    assert await everything() == again


async def test_only_what_is_open_for_accession_can_be_asked_for(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    assert FORM not in links((await cleo.get("/en/memoranda/cooperation")).text)
    for state in (SigningState.OPEN, SigningState.CLOSED, SigningState.ENDED):
        await Memorandum.update({Memorandum.signing_state: state.value}).where(Memorandum.id == memorandum.id)
        assert ((await cleo.get(FORM)).status_code, (await cleo.post(FORM, data=REQUEST)).status_code) == (404, 404)
    await factories.draft(ada_account, "secret")
    await Memorandum.update({Memorandum.signing_state: SigningState.ACCESSION_ONLY.value}).where(Memorandum.slug == "secret")
    assert (await cleo.get("/en/memoranda/secret/accession")).status_code == 404
    assert await SigningRequest.count() == 0


async def test_what_does_not_fit_is_said_and_kept(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    page = await cleo.post(FORM, data={"person": "Ben", "email": "ben", "website": "issyk"})
    assert page.status_code == 422
    for sentence in ("Write the name of the organisation.", "Write an e-mail address", "Write a web address", "Choose the language of the letters."):
        assert sentence in page.text
    assert 'value="Ben"' in page.text
    assert await SigningRequest.count() == 0


async def test_a_mailbox_gets_three_letters_an_hour_and_nobody_is_told(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    answers = [await cleo.post(FORM, data=REQUEST) for _ in range(5)]
    assert len({answer.content for answer in answers}) == 1
    await answer_requests()
    assert await SigningRequest.count() == 3
    more = [(await cleo.post(FORM, data=REQUEST | {"email": f"{at}@example.org"})).status_code for at in range(33)]
    assert more == [200] * 25 + [429] * 8


async def test_a_link_is_for_one_memorandum_and_for_seven_days(cleo, ada_account):
    await factories.open_for_accession(ada_account)
    await factories.open_for_accession(ada_account, "other")
    path = await ask(cleo)
    assert (await cleo.get(path.replace("cooperation", "other"))).status_code == 404
    assert (await cleo.post(path.replace("cooperation", "other"))).status_code == 404
    with clock.shifted(timedelta(days=6)):
        assert (await cleo.get(path)).status_code == 200
    with clock.shifted(timedelta(days=7, minutes=1)):
        assert ((await cleo.get(path)).status_code, (await cleo.post(path)).status_code) == (404, 404)
    with clock.shifted(timedelta(days=8)):
        await run_due()
        assert await SigningRequest.count() == 0


@pytest.mark.parametrize(("profile", "named"), [("open", True), ("careful", False), ("high", False)])
async def test_where_care_is_asked_for_the_letter_names_no_text(cleo, ada_account, profile, named):
    await factories.forum("kyiv-2013", risk_profile=profile)
    await factories.open_for_accession(ada_account, forum="kyiv-2013")
    await ask(cleo, language="en")
    [letter] = await letters_in_tray()
    link = re.search(r"http\S+", letter.text)[0]
    assert ("Memorandum on cooperation" in " ".join(letter.text.split())) is named
    assert named or "cooperation" not in letter.text.replace(link, "").lower()


@pytest.mark.parametrize(("profile", "discreet"), [("open", False), ("careful", True)])
async def test_a_discreet_letter_of_refusal_leaves_the_reason_to_the_page_of_the_request(cleo, ada_account, profile, discreet):
    await factories.forum("kyiv-2013", risk_profile=profile)
    memorandum = await factories.open_for_accession(ada_account, forum="kyiv-2013")
    path = await ask(cleo, language="en")
    await cleo.post(path)
    row = await SigningRequest.objects().first()
    await requesting.refuse(memorandum, row.id, RefusalForm.parse({"reason": "You were not in Kyiv."}))
    text = " ".join((await last_letter()).text.split())
    assert ("You were not in Kyiv." not in text, "names neither the text nor the reason" in text) == (discreet, discreet)
    assert "You were not in Kyiv." in (await cleo.get(path)).text


OPEN = {"signature_rule": "open"}
PAGES = ("/en/memoranda/cooperation", "/en/memoranda/cooperation/signatories", "/memoranda/cooperation.json", "/en/organisations", "/sitemap.xml")


async def read(cleo) -> list[tuple[bytes, str]]:
    """Return what everybody reads, with the strong ETags."""
    answers = [await cleo.get(path) for path in PAGES]
    return [(answer.content, answer.headers["etag"]) for answer in answers]


async def asking_is_silent(cleo, ada, ada_account) -> None:
    """A stranger asks to sign an open memorandum, confirms and is accepted: nothing public changes before the organisation signs."""
    await factories.opened(ada_account, **OPEN)
    version = await published_version()
    before = await read(cleo)
    path = await ask(cleo)
    [letter] = await letters_in_tray()
    assert (letter.address, "Memorandum on cooperation" in letter.text or "Меморандум" in letter.text) == ("ben@issyk.example.org", True)
    await cleo.post(path)
    row = await SigningRequest.objects().first()
    fields = {"step": "new", "slug": "issyk-watch", "at_risk": "yes"}
    assert (await send(ada, f"/en/desk/memoranda/cooperation/requests/{row.id}/acceptance", fields)).status_code == 200
    [organisation] = (await views_by_slug(["issyk-watch"])).values()
    names = [(name.language, name.name, name.primary) for name in organisation.names]
    assert names == [("ky", "Ысык-Көл күзөтү", True), ("en", "Issyk-Kul Watch", False)]
    assert (organisation.kind, organisation.listed, organisation.at_risk) == ("informal", False, True)
    assert (await last_letter()).address == "ben@issyk.example.org"
    assert await read(cleo) == before
    assert await published_version() == version
    assert (await cleo.get("/en/organisations/issyk-watch")).status_code == 404


async def test_nothing_is_public_of_a_request_before_the_organisation_signs(cleo, ada, ada_account):
    await asking_is_silent(cleo, ada, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_empties_the_cache(cleo, ada, ada_account, monkeypatch):
    monkeypatch.setattr(requesting, "register", mutated(registering, "if listed:", "if True:")["register"])
    with pytest.raises(AssertionError):
        await asking_is_silent(cleo, ada, ada_account)


async def only_open_memoranda_are_asked_for(cleo, ada_account) -> None:
    """The address exists from the first to the last day of a window whose rule of the day is open."""
    memorandum = await factories.opened(ada_account, **OPEN)
    page = words((await cleo.get("/en/memoranda/cooperation")).text)
    assert "Open to every organisation that asks to sign and that the coordinators accept." in page
    assert "Ask to sign" in page
    assert (await cleo.get("/memoranda/cooperation.json")).json()["signature_rule"] == "open"
    today, day = clock.today(), timedelta(days=1)
    for columns, status in (
        ({"closes_on": today}, 200),
        ({"opens_on": today + day}, 404),
        ({"closes_on": today - day}, 404),
        ({"signature_rule": "invited"}, 404),
        ({"signature_rule": "participants", "rule_until": today, "later_rule": "open"}, 404),
        ({"signature_rule": "participants", "rule_until": today - day, "later_rule": "open"}, 200),
        ({"publicity": "participants"}, 404),
        ({"publicity": "embargoed"}, 404),
    ):
        async with transaction():
            await Memorandum.update(**columns).where(Memorandum.id == memorandum.id)
        answers = ((await cleo.get(FORM)).status_code, (await cleo.post(FORM, data=REQUEST)).status_code)
        assert answers == (status, status), columns
        before = {name: getattr(memorandum, name) for name in columns}
        await Memorandum.update(**before).where(Memorandum.id == memorandum.id)
    acceding = {"signing_state": "accession_only", "accession_opened_on": today}
    for rule, status in (("open", 200), ("invited", 200), ("participants", 404)):
        async with transaction():
            await Memorandum.update(**acceding, signature_rule=rule).where(Memorandum.id == memorandum.id)
            await pages_change()
        answers = ((await cleo.get(FORM)).status_code, (await cleo.post(FORM, data=REQUEST)).status_code)
        old = (await cleo.get(FORM.replace("/request", "/accession"))).status_code
        shown = FORM in links((await cleo.get("/en/memoranda/cooperation")).text)
        assert (*answers, old, shown) == (status, status, status, status == 200), rule


async def test_only_what_is_open_to_all_can_be_asked_for(cleo, ada_account):
    await only_open_memoranda_are_asked_for(cleo, ada_account)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("fault", "changed"),
    [
        ("rule is SignatureRule.OPEN if", "rule is not SignatureRule.PARTICIPANTS if"),
        ("_accedes(situation) and rule is not SignatureRule.PARTICIPANTS", "_accedes(situation)"),
        ("_accedes(situation) and rule is not SignatureRule.PARTICIPANTS", "_accedes(situation) and rule is SignatureRule.OPEN"),
        ("began and _last_day_not_over(situation)", "began"),
        ("_is_open(situation) and began and", "_is_open(situation) and"),
    ],
)
async def test_the_story_fails_on_a_build_without_one_of_the_conditions(cleo, ada_account, monkeypatch, fault, changed):
    rules = mutated(actions, fault, changed)["RULES"]
    monkeypatch.setattr(actions, "RULES", {**actions.RULES, actions.Action.ASK_TO_SIGN: rules[actions.Action.ASK_TO_SIGN]})
    with pytest.raises(AssertionError):
        await only_open_memoranda_are_asked_for(cleo, ada_account)


SPELLINGS = ("Kök'Bulaq-Ata House", "Kök’Bulaq‑Ata house", "KÖK‘BULAQ–ATA HOUSE", "Ko\u0308kʼBulaq-Ata  House")


async def a_clash_is_shown_to_the_coordinator_only(cleo, ada, ada_account) -> None:
    """An organisation that nobody may know of has a name: whoever asks with the same name reads what everybody reads, Ada reads of it."""
    memorandum = await factories.opened(ada_account, **OPEN)
    hidden = await factories.organisation("hidden-house", "Kök'Bulaq-Ata House", at_risk=True)
    await factories.signed(memorandum, hidden, disclosure="counted")
    asked = [REQUEST | {"organisation_name": name, "email": f"ben{at}@issyk.example.org"} for at, name in enumerate((*SPELLINGS, "Quite Another"))]
    assert len({(await cleo.post(FORM, data=given)).text for given in asked}) == 1
    await answer_requests()
    letters = [letter.text for letter in await letters_in_tray() if "/request/" in letter.text]
    paths = [re.search(r"http://127\.0\.0\.1:8000(/\S+)", text)[1] for text in letters]
    assert (len(paths), len({text.replace(path, "") for text, path in zip(letters, paths, strict=True)})) == (len(asked), 1)
    for path in paths:
        await cleo.post(path)
        assert "hidden-house" not in (await cleo.get(path)).text
    numbers = {row.organisation_name: row.id for row in await SigningRequest.objects()}
    assert len(numbers) == len(SPELLINGS) + 1
    for name, number in numbers.items():
        page = f"/en/desk/memoranda/cooperation/requests/{number}"
        clashes = name != "Quite Another"
        assert ("hidden-house" in (await ada.get(page)).text) == clashes, name
        accepted = await send(ada, f"{page}/acceptance", {"step": "new", "slug": f"house-{number}", "kind": "ngo"})
        assert (accepted.status_code, "It looks like" in accepted.text) == ((422, True) if clashes else (200, False)), name
    assert len(await views_by_slug([f"house-{number}" for number in numbers.values()])) == 1


async def test_a_clash_with_a_hidden_name_is_shown_to_the_coordinator_only(cleo, ada, ada_account):
    await a_clash_is_shown_to_the_coordinator_only(cleo, ada, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_compares_listed_names_only(cleo, ada, ada_account, monkeypatch):
    async def nothing(_: object) -> dict[str, list[object]]:
        """Find no organisation of the same shape (mutated build)."""
        return {}

    monkeypatch.setattr(look_alikes, "organisations_by_shape", nothing)
    with pytest.raises(AssertionError, match=r"BULAQ|Bulaq"):
        await a_clash_is_shown_to_the_coordinator_only(cleo, ada, ada_account)


async def test_a_request_without_consent_or_reason_is_refused_and_loses_nothing(cleo, ada_account):
    await factories.opened(ada_account, **OPEN)
    page = await cleo.post(FORM, data=REQUEST | {"message": "", "consent": ""})
    assert page.status_code == 422
    assert "Write in a sentence why you may act for the organisation." in words(page.text)
    assert "Agree that the coordinators read and store what you wrote" in words(page.text)
    assert 'value="Issyk-Kul Watch"' in page.text
    assert await SigningRequest.count() == 0


async def test_what_is_decided_or_left_is_deleted_when_the_form_says_so(cleo, ada_account):
    memorandum = await factories.opened(ada_account, **OPEN)
    await cleo.post(await ask(cleo))
    await cleo.post(await ask(cleo, organisation_name="Aral Lantern"))
    [first, second] = await SigningRequest.objects().order_by(SigningRequest.id)
    await requesting.refuse(memorandum, first.id, RefusalForm(reason="We know you too little."))
    for days, left in ((89, [first.id, second.id]), (91, [second.id]), (364, [second.id]), (366, [])):
        with clock.shifted(timedelta(days=days)):
            await run_due()
            assert await SigningRequest.select(SigningRequest.id).order_by(SigningRequest.id).output(as_list=True) == left, days
