"""An appeal from its text to its end: two networks, letters in four languages through a mail server, and the first signature from a phone."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import expect

from coalition import clock
from tests.browser.chromium import window
from tests.browser.serving import serving
from tests.budget import LETTERS
from tests.mail.sink import running, text_of

pytestmark = pytest.mark.xdist_group("browser")

SLUG = "let-the-teacher-go"
NETWORKS = ("north-net", "south-net")
PATIENCE = 600  # seconds
NAME = "ليلى حدّاد"
TEXTS = {
    "en": ("Let the teacher go home", "A teacher from a mountain village.", "To let her go home.", "Minister of the Interior"),
    "ru": ("Отпустите учительницу домой", "Учительница из горного села.", "Отпустить её домой.", "Министр внутренних дел"),
    "ar": ("دعوا المعلمة تعود إلى بيتها", "معلمة من قرية جبلية.", "السماح لها بالعودة إلى بيتها.", "وزير الداخلية"),
    "nb": ("La læreren reise hjem", "En lærer fra en fjellbygd.", "At hun får reise hjem.", "Innenriksministeren"),
}


@pytest.fixture(scope="module")
def sink():
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def site(tmp_path_factory, sink):
    with serving(tmp_path_factory.mktemp("appeal"), f"smtp://127.0.0.1:{sink.port}") as fresh:
        yield fresh


@pytest.fixture(scope="module")
def program(site):
    """Wanda's program, which writes as she does."""
    site.command("coordinator", "add", "wanda@example.org", "--name", "Wanda")
    token = site.command("token", "add", "wanda@example.org", "--scope", "write").split()[-1]
    with httpx.Client(base_url=f"{site.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        yield client


def told(answer):
    assert answer.status_code < 300, answer.text
    return answer.json()


def appeals_in(sink):
    """Return the letters of the appeal, by recipient."""
    return [letter for letter in sink.letters if re.match(r"member-\d+@", letter["To"]) and "/invitations/" in text_of(letter)]


def test_letters_leave_to_all_members_in_their_languages(program, sink):
    languages = [*TEXTS]
    for at in range(LETTERS):
        contact = {"name": f"Ben {at}", "email": f"member-{at}@example.org", "language": languages[at % 4]}
        names = [{"language": "en", "name": f"Walking Member {at}", "primary": True}]
        told(program.post("/organisations", json={"slug": f"member-{at}", "names": names, "contacts": [contact], "confirmed_new": True}))
    for place, slug in enumerate(NETWORKS):
        organisation = {"slug": slug, "names": [{"language": "en", "name": slug.title(), "primary": True}], "confirmed_new": True}
        members = [{"organisation": f"member-{at}"} for at in range(place, LETTERS, 2)]
        told(program.post("/networks", json={"organisation": organisation, "level": "regional", "members": members}))
    ends = clock.now() + timedelta(days=2)
    texts = [
        {"language": code, "title": title, "body": f"{title}.\n\n1. {asked}", "about": about, "asked": asked, "to": to}
        for code, (title, about, asked, to) in TEXTS.items()
    ]
    given = {"slug": SLUG, "closes_on": f"{ends:%Y-%m-%d}", "closes_at": "18:00", "zone": "Asia/Almaty", "texts": texts}
    told(program.post("/appeals", json=given))
    told(program.put(f"/appeals/{SLUG}/networks", json={"networks": [*NETWORKS]}))
    check = told(program.get(f"/appeals/{SLUG}/check"))
    assert (check["members"], check["risks"], {letter["language"] for letter in check["letters"]}) == (LETTERS, [], {*TEXTS})
    assert told(program.post(f"/appeals/{SLUG}/sending", json={"seen": check["seen"]})) == {"made": "at_once"}
    ends_waiting = time.monotonic() + PATIENCE
    while told(program.get(f"/appeals/{SLUG}/letters"))["sent"] < LETTERS:
        assert time.monotonic() < ends_waiting
        time.sleep(0.2)
    letters = appeals_in(sink)
    assert Counter(letter["To"] for letter in letters) == Counter(f"member-{at}@example.org" for at in range(LETTERS))
    assert {letter["Content-Language"]: TEXTS[letter["Content-Language"]][1] in text_of(letter) for letter in letters} == dict.fromkeys(TEXTS, True)


def test_the_first_signature_comes_from_a_phone(browser, site, sink):
    [letter] = [letter for letter in appeals_in(sink) if letter["To"] == "member-2@example.org"]
    link = re.search(rf"{site.url}/ar/invitations/\S+", text_of(letter))
    assert link
    context = window(browser, site, "ben", width=360, scripts=False)
    ben = context.new_page()
    ben.goto(link[0])
    assert ben.locator("html").get_attribute("dir") == "rtl"
    assert TEXTS["ar"][1] in ben.inner_text("main")
    assert ben.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    ben.check('[name="kind"][value="signature"]')
    ben.check('[name="disclosure"][value="public"]')
    ben.fill("#representative_name", NAME)
    ben.fill("#representative_title", "المديرة")
    ben.click("#form .button")
    ben.fill("#typed_name", NAME)
    ben.check("#authority")
    ben.locator("main form .button").last.click()
    expect(ben).to_have_url(f"{site.url}/ar/signing/receipt")
    cleo = context.new_page()
    cleo.goto(f"{site.url}/ar/memoranda/{SLUG}")
    assert NAME in cleo.inner_text("main")
    context.close()


def test_delivery_answer_and_end_are_read_by_everybody(browser, site, program):
    here = f"/memoranda/{SLUG}"
    day = clock.today().isoformat()
    texts = [{"language": "en", "title": "The Ministry has it", "text": "An officer signed our copy."}]
    delivery = {"addressee": 1, "on": day, "way": "handed_over", "by": "Two delegates", "texts": texts}
    answer = {"on": day, "texts": [{"language": "en", "title": "The Ministry answered", "text": "She may go home."}]}
    entries = told(program.post(f"{here}/deliveries", json=delivery | {"answer": answer}))["items"]
    end = {"kind": "outcome", "on": day, "texts": [{"language": "en", "title": "She is at home", "text": "She thanks all who signed."}]}
    entries += told(program.post(f"{here}/updates", json=end))["items"]
    for entry in entries:
        told(program.post(f"{here}/deliveries/{entry['id']}/publication"))
    told(program.post(f"{here}/closing"))
    context = window(browser, site, "cleo", width=360, scripts=False)
    cleo = context.new_page()
    cleo.goto(f"{site.url}/en/memoranda/{SLUG}")
    page = cleo.inner_text("main")
    places = [page.index(text) for text in ("The Ministry answered", TEXTS["en"][2], "Walking Member 2") if text in page]
    assert len(places) == 3
    assert page.index("She is at home") < page.rindex("Walking Member 2")
    cleo.goto(f"{site.url}/en/appeals?state=ended")
    assert re.search(r"Let the teacher go home[\s\S]*Outcome[\s\S]*She is at home", cleo.inner_text("main"))
    feed = httpx.get(f"{site.url}/feeds/appeals.atom").text
    assert all(title in feed for title in ("The Ministry has it", "The Ministry answered", "She is at home"))
    assert told(httpx.get(f"{site.url}/api/v1/appeals/{SLUG}"))["outcome"]["texts"][0]["title"] == "She is at home"
    context.close()
