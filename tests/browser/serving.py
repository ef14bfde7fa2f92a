"""The real server in its own process, with the example loaded, and everything that can happen to it prepared once."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from PIL import Image, ImageOps

from coalition import clock
from coalition.addresses import ROUTES, url_for
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
OPEN = "tbilisi-2026-memorandum"
PROPOSED = "answers-in-comments"
NOTED = "signing.drafting_provision.show"
APPEAL, UNSENT = "release-a-librarian", "unsent-appeal"
DRAFT = "tashkent-2027-draft"
DOUBLED = "osh-2027-draft"
COMMENTED = "bishkek-2027-draft"
PASSAGE = "p1"
ACCEDING = "almaty-2026-statement"
READY, FORUM = "ready-2027-memorandum", "tbilisi-2026"
WITHDRAWN, ABANDONED = "withdrawn-accord", "abandoned-accord"
TABLE = """slug,name_en,name_native,native_language,country,at_risk
issyk-watch,Issyk Watch,«Ысык-Көл күзөтү»,ky,KG,false
mangystau-voice,Voice of Mangystau,«Маңғыстау үні»,kk,KZ,false
saffron-lantern,Saffron Lantern Legal Aid,فانوس الزعفران للمساعدة القانونية,ar,IQ,true
ararat-shelf,Ararat Bookshelf,«Արարատ» գրադարակ,hy,AM,false
fjord-letters,Fjord Letters,Fjordbrevene,nb,NO,false
samovar-circle,Samovar Circle,Кружок «Самовар»,ru,KZ,false
aral-lamp,Aral Lamp,«Арал чырагы»,kaa,UZ,false
"""
ANSWERING = {
    "ben": "issyk-watch",
    "signed": "mangystau-voice",
    "counted": "saffron-lantern",
    "withdrawn": "ararat-shelf",
    "declined": "fjord-letters",
    "referring": "samovar-circle",
    "questioned": "aral-lamp",
}
PROVED = "mtkvari-law-centre"
AT_RISK = "saffron-lantern"
DRAFT_TEXT = """We, who meet in Tashkent,

## Purpose

1. The Parties keep each other informed.

1.1 They do so monthly.

2. They share what they learn.
"""


@dataclass
class Site:
    """A running site: its address, folder, links, and the cookies of those who use it."""

    url: str
    folder: Path
    smtp: str = ""
    invitation: str = ""
    appeal: str = ""
    sign_in: str = ""
    second_sign_in: str = ""
    places: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the processes of this site."""
        return os.environ | {
            "COALITION_BASE_URL": self.url,
            "COALITION_DATABASE_URL": f"sqlite:///{self.folder / 'coalition.sqlite'}",
            "COALITION_DATA_DIR": str(self.folder),
            "COALITION_SMTP_URL": self.smtp or f"file:{self.folder / 'mail'}",
        }

    def places_for(self, route: str) -> dict[str, str]:
        """Return what fills the path of an address."""
        wanted = re.findall(r"{(\w+)}", ROUTES[route].path)
        return {place: self.places[place] for place in wanted if place in self.places}

    def command(self, *arguments: str) -> str:
        """Run `coalition …` and return what it printed."""
        command = [sys.executable, "-m", "coalition", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120, check=True).stdout


@contextmanager
def serving(folder: Path, smtp: str = "") -> Iterator[Site]:
    """Run a site with the example in a folder until the block ends; its letters go to a folder, or to a mail server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", folder, smtp)
    site.command("migrate")
    links = json.loads(site.command("example", "load", "--json"))
    site.invitation, site.sign_in, site.appeal = links["invitation"], links["sign_in"], links["appeal"]
    site.second_sign_in = site.command("coordinator", "add", "eli@example.org", "--name", "Eli Example", "--role", "editor").split()[-1]
    command = [sys.executable, "-m", "coalition", "serve", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_ready(site: Site, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            if httpx.get(f"{site.url}/health/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError((site.folder / "server.log").read_text())


def prepare(site: Site) -> None:
    """Bring about, by the forms of the site, a state for every page: a draft, imports, invitations open, answered and withdrawn."""
    site.places = {
        "memorandum": OPEN,
        "draft": DRAFT,
        "doubled": DOUBLED,
        "commented": COMMENTED,
        "acceding": ACCEDING,
        "ready": READY,
        "withdrawn": WITHDRAWN,
        "abandoned": ABANDONED,
        "appeal": APPEAL,
        "unsent": UNSENT,
        "token_appeal": site.appeal.rpartition("/")[2],
        "decision": "withdrawal-from-public",
        "forum": FORUM,
        "organisation": "palm-shade",
        "network": "cedar-beacon",
        "past": "kyiv-2013-memorandum",
        "year": str(clock.today().year),
        "saved_until": f"{clock.today() + timedelta(days=20)}T10:00",
        "number": "1",
        "target": "ru",
        "edition": "1",
        "second_token": site.second_sign_in.rpartition("/")[2],
    }
    with _browser(site) as ada:
        ada.post(site.sign_in)
        site.cookies["ada"] = dict(ada.cookies)
        _look_up_slugs(ada, site)
        _deliver(ada, site)
        _begin_draft(ada)
        _begin_appeal(ada)
        _move_provisions(ada, site)
        _take_away(ada)
        _import_tables(ada, site)
        _leave_import(ada, site)
        _rename(ada, site.places["organisation"])
        _enter_twice(ada)
        _add_colleagues(ada, site)
        _ask_for_proofs(ada)
        links = {who: _invite(ada, slug) for who, slug in ANSWERING.items()}
        _propose_correction(ada)
        _import_signatories(ada, site)
        _prepare_annulments(ada, site)
        _open_for_accession(ada, site)
        site.places["token_mailed"] = _invite(ada, ANSWERING["signed"], ACCEDING, send="yes").rpartition("/")[2]
        _adopt_what_can_be_opened(ada)
        _fill_glossary(ada, site)
        _ask_to_confirm_listings(site)
        _ask_for_approval(ada, site)
        _take_part_twice(ada, site)
        seats = _send_round(ada, DRAFT, "silence")
        _begin_draft(ada, PROPOSED)
        proposing = _send_round(ada, PROPOSED, "comments")
        _propose_amendments(ada)
        _begin_draft(ada, COMMENTED)
        [commenting] = _send_round(ada, COMMENTED, "comments", "issyk-watch")
        _comment(ada, site, commenting)
    _answer(site, links)
    _end_session(site)
    _take_seats(site, seats)
    _propose(site, proposing)
    _look_up_statement(site)
    _ask_colleagues(site)
    _ask_to_show_more(site)
    _ask_for_letters(site)
    _prove(site)
    site.places["proof_token"] = _letter_link(site, "desk@palm-shade.example.org", r"/signing/proofs/([\w-]+)")
    _write_in(site)


@contextmanager
def _browser(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, timeout=30) as client:
        yield client


def _post(client: httpx.Client, page: str, address: str, *, files: object = None, **fields: object) -> httpx.Response:
    """Post a form as the page that shows it would, with the hidden field of the session."""
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(page).text)
    assert token, page
    answer = client.post(address, data={"form_token": token[1]} | fields, files=files)
    assert answer.status_code < 400, (address, answer.status_code, answer.text)
    return answer


def _post_seen(client: httpx.Client, page: str, address: str, **fields: object) -> httpx.Response:
    """Post a form whose page first shows what everybody will see, and post it again as that page asks."""
    shown = re.search(r'name="seen" value="(\w+)"', _post(client, page, address, **fields).text)
    assert shown, address
    return _post(client, page, address, **fields, seen=shown[1], confirmed="yes")


def _look_up_slugs(ada: httpx.Client, site: Site) -> None:
    listed = {name: ada.get(url_for(name, lang="en")).text for name in ("desk.programmes.list", "public.memoranda.list", "desk.forums.list")}
    site.places["programme"] = re.search(r'/en/desk/programmes/([\w-]+)"', listed["desk.programmes.list"])[1]
    site.places["partner"] = re.search(r'/en/desk/partners/(\d+)"', ada.get(url_for("desk.partners.list", lang="en")).text)[1]
    site.places["article"] = re.search(
        r'/en/desk/articles/(?!new")([\w-]+)"', ada.get(url_for("desk.articles.list", lang="en", state="published")).text
    )[1]
    _give_picture(ada, site)
    site.places["programme_of_partners"] = "helsinki-partners"
    slugs = re.findall(r'/en/memoranda/([\w-]+)"', listed["public.memoranda.list"])
    site.places["past"] = next(slug for slug in slugs if slug not in {OPEN, APPEAL})
    site.places["forum"] = next(slug for slug in re.findall(r'/en/desk/forums/([\w-]+)"', listed["desk.forums.list"]) if "tbilisi" in slug)


def _give_picture(ada: httpx.Client, site: Site) -> None:
    """Give the published article a picture: a field in two colours."""
    page = url_for("desk.article_picture.edit", lang="en", article=site.places["article"])
    drawn, file = Image.linear_gradient("L").resize((1600, 1000)), BytesIO()
    ImageOps.colorize(drawn, "#24506b", "#e8c98a").save(file, "PNG")
    asked = ada.get(page).text
    said = dict(re.findall(r'<input type="hidden" name="(base|picture)" value="([^"]*)"', asked))
    said |= {"picture_shows_nobody": "yes", "picture_credit": "The example"}
    said |= dict.fromkeys(re.findall(r'name="(text-\w+)"', asked), "A field that turns from dark blue to sand.")
    preview = _post(ada, page, page, files={"file": ("field.png", file.getvalue(), "image/png")}, **said).text
    [seen], [digest] = (re.findall(rf'name="{name}" value="(\w+)"', preview) for name in ("seen", "picture"))
    _post(ada, page, page, **said | {"seen": seen, "picture": digest})
    site.places["picture"] = f"{digest}.jpg"


def _begin_draft(ada: httpx.Client, slug: str = DRAFT, **more: object) -> None:
    new = url_for("desk.memorandum.new", lang="en")
    fields = {"slug": slug, "kind": "memorandum_of_understanding", "symbol": "CF/2027/1", "authentic_languages": ["en", "ru"]}
    _post(ada, new, url_for("desk.memorandum.create", lang="en"), **fields, **more, signature_rule="invited")
    page, address = (url_for(f"desk.wording.{step}", lang="en", memorandum=slug) for step in ("edit", "update"))
    for language, title in (("en", "Tashkent memorandum on mutual aid"), ("ru", "Ташкентский меморандум о взаимопомощи")):
        _post(ada, page, address, text=language, version="0", title=title, body=DRAFT_TEXT)


def _begin_appeal(ada: httpx.Client) -> None:
    """Write an appeal that names two people and choose a network; it is not sent."""
    new = url_for("desk.appeal.new", lang="en")
    fields = {"slug": UNSENT, "closes_on": f"{clock.today() + timedelta(days=5)}", "closes_at": "18:00", "zone": "Asia/Almaty"}
    texts = (
        ("en", "Let the teachers go home", "Two teachers from a mountain village.", "To let them go home."),
        ("ar", "دعوا المعلمتين تعودان إلى بيتيهما", "معلمتان من قرية جبلية.", "السماح لهما بالعودة إلى بيتيهما."),
    )
    for at, (code, title, about, asked) in enumerate(texts):
        said = {"language": code, "title": title, "about": about, "asked": asked, "to": "", "body": f"{title}.\n\n1. {asked}"}
        fields |= {f"texts-{at}-{name}": value for name, value in said.items()}
    people = (("Leyla Ostrova", "ليلى أوستروفا", "a signed paper"), ("Zarina Quilova", "زرينة كويلوفا", "through their lawyer"))
    for at, (name_en, name_ar, means) in enumerate(people):
        person = {"name_en": name_en, "name_ar": name_ar, "agreed": "2026-11-20", "means": means, "purpose": "their name, on this site"}
        fields |= {f"people-{at}-{name}": value for name, value in person.items()}
    _post(ada, new, url_for("desk.appeal.create", lang="en"), **fields)
    page, address = (url_for(f"desk.appeal_networks.{step}", lang="en", memorandum=UNSENT) for step in ("edit", "update"))
    _post(ada, page, address, networks="cedar-beacon")


def _move_provisions(ada: httpx.Client, site: Site) -> None:
    """Move a provision of the draft down and up again, so that there are changes to look at."""
    outline = url_for("desk.wording.edit", lang="en", memorandum=DRAFT)
    moves = re.findall(r'value="down" formaction="([^"]+)"', ada.get(outline).text)
    site.places["provision"] = "title"
    for way in ("down", "up"):
        shown = _post(ada, outline, moves[0], way=way, language="en").headers["location"]
        site.places["first_provision"], site.places["change"] = moves[0].split("/")[-2], shown.rpartition("/")[2]


def _propose_correction(ada: httpx.Client) -> None:
    new, address = (url_for(f"desk.correction.{step}", lang="en", memorandum=OPEN) for step in ("new", "create"))
    passage = f"{new}?text=en&provision={PASSAGE}"
    source = unescape(re.search(r"<pre[^>]*>(.*?)</pre>", ada.get(passage).text, re.DOTALL)[1])
    fields = {"language": "en", "provision": PASSAGE, "kind": "concordance", "reason": "The Russian text has the word."}
    _post(ada, passage, address, **fields, after=source.replace(" the ", " all the ", 1), confirmed="yes")


def _import_tables(ada: httpx.Client, site: Site) -> None:
    page, address = url_for("desk.import.new", lang="en"), url_for("desk.import.create", lang="en")
    for place in ("finished", "import_id"):
        table = TABLE if place == "finished" else TABLE.replace(",KG,", ",XX,") + "aral-forum,Aral Forum,,,KZ,false\n"
        shown = _post(ada, page, address, files={"file": ("organisations.csv", table, "text/csv")}).headers["location"]
        site.places[place] = shown.rpartition("/")[2]
        if place == "finished":
            _post(ada, shown, url_for("desk.import.confirm", lang="en", import_id=site.places[place]))
            _wait_for(ada, shown)
    shown = _post(ada, page, address, files={"file": ("mistake.csv", "name_en,country\nLoon Lake Desk,NO\n", "text/csv")}).headers["location"]
    site.places["undone"] = shown.rpartition("/")[2]
    for step in ("confirmation", "undoing"):
        _post(ada, shown, f"{shown}/{step}")
        _wait_for(ada, shown)


_LEFT = """UPDATE import SET finished_at = NULL, stopped_at = confirmed_at, coordinator = (SELECT id FROM coordinator WHERE email = ?) WHERE id = ?"""


def _leave_import(ada: httpx.Client, site: Site) -> None:
    """Import an organisation, and let that be the part that the import of a colleague entered, whose account is disabled since."""
    site.command("coordinator", "add", "nadim@example.org", "--name", "Nadim Example")
    page, address = url_for("desk.import.new", lang="en"), url_for("desk.import.create", lang="en")
    shown = _post(ada, page, address, files={"file": ("lakes.csv", "name_en,country\nPtarmigan Legal Desk,NO\n", "text/csv")}).headers["location"]
    site.places["stopped"] = shown.rpartition("/")[2]
    _post(ada, shown, f"{shown}/confirmation")
    _wait_for(ada, shown)
    with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
        file.execute(_LEFT, ("nadim@example.org", site.places["stopped"]))
    site.command("coordinator", "disable", "nadim@example.org")


def _import_signatories(ada: httpx.Client, site: Site) -> None:
    """Upload a table that waits, and finish one of which nothing can be entered: the site stays as it was."""
    page, address = (url_for(f"desk.signatory_import.{step}", lang="en", memorandum=OPEN) for step in ("new", "create"))
    for place, name in (("past_import_id", "Issyk Watch"), ("past_finished", "Nobody")):
        table = f"organisation,kind,date\n{name},signature,2013-02\nSomebody,signature,\n"
        shown = _post(ada, page, address, files={"file": ("past.csv", table, "text/csv")}, source="A newsletter").headers["location"]
        site.places[place] = shown.rpartition("/")[2]
        if place == "past_finished":
            _post(ada, shown, f"{shown}/confirmation")
            _wait_for(ada, shown)


def _rename(ada: httpx.Client, slug: str) -> None:
    page, address = (url_for(f"desk.organisation_events.{step}", lang="en", organisation=slug) for step in ("list", "create"))
    names = {"names-0-language": "en", "names-0-name": "Palm Shade House"}
    _post(ada, page, address, kind="renamed", happened="2004-05", source="Its newsletter", which="old", confirmed="yes", **names)


def _enter_twice(ada: httpx.Client) -> None:
    """Enter a school under three spellings: one is merged, and whether the other two are one organisation is open."""
    first, *others = ("night-school", "night-schol", "night-scool")
    for slug in (first, *others):
        _enter(ada, slug)
    page = url_for("desk.merging.new", lang="en", organisation=others[0], remaining=first)
    _post(ada, page, url_for("desk.difference.remove", lang="en", organisation=first), other=others[0])
    _post(ada, page, url_for("desk.merging.create", lang="en", organisation=others[1]), remaining=first)


def _enter(ada: httpx.Client, slug: str) -> None:
    names = {"names-0-language": "en", "names-0-name": f"{slug.replace('-', ' ').title()} of Rights", "primary": "0"}
    page, address = (url_for(f"desk.organisation.{step}", lang="en") for step in ("new", "create"))
    _post(ada, page, address, slug=slug, kind="ngo", scope="national", status="active", country="KG", confirmed_new="yes", **names)


def _take_part_twice(ada: httpx.Client, site: Site) -> None:
    """Let two entries have a seat in one round, and Dina, who does not work on the text, merge them."""
    entries = ("day-school", "day-schol")
    for slug in entries:
        _enter(ada, slug)
    _begin_draft(ada, DOUBLED)
    _send_round(ada, DOUBLED, "comments", ",".join(entries))
    with _browser(site) as dina:
        dina.cookies.update(site.cookies["dina"])
        page, address = (url_for(f"desk.merging.{step}", lang="en", organisation=entries[1]) for step in ("new", "create"))
        _post(dina, f"{page}?remaining={entries[0]}", address, remaining=entries[0])


def _wait_for(ada: httpx.Client, page: str) -> None:
    """Wait until an import is done: until then its page loads itself anew."""
    for _ in range(300):
        if 'http-equiv="refresh"' not in ada.get(page).text:
            return
        time.sleep(0.1)
    raise RuntimeError(page)


def _open_for_accession(ada: httpx.Client, site: Site) -> None:
    _begin_draft(ada, ACCEDING)
    page = url_for("desk.memorandum.show", lang="en", memorandum=ACCEDING)
    _adopt(ada, ACCEDING)
    _post_seen(ada, page, url_for("desk.opening.create", lang="en", memorandum=ACCEDING), opens="2026-11-21", closes="", publicity="public")
    with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
        file.execute("UPDATE memorandum SET signing_state = 'accession_only' WHERE slug = ?", [ACCEDING])
        file.execute("UPDATE page_subject SET version = version + 1 WHERE subject = ''")
        file.execute(
            "INSERT INTO page_subject (subject, version) SELECT 'everything', version FROM page_subject WHERE subject = ''"
            " ON CONFLICT (subject) DO UPDATE SET version = excluded.version"
        )
    file.close()


def _adopt_what_can_be_opened(ada: httpx.Client) -> None:
    _begin_draft(ada, READY, forum=FORUM)
    _adopt(ada, READY)


def _fill_glossary(ada: httpx.Client, site: Site) -> None:
    new, address, glossary = (url_for(f"desk.{name}", lang="en", memorandum=READY) for name in ("term.new", "term.create", "glossary.show"))
    _post(ada, new, address, **{"text-en": "mutual aid", "text-ru": "взаимопомощь", "note": "As in Tashkent"})
    site.places["term"] = re.search(r"/draft/glossary/(\d+)", ada.get(glossary).text)[1]


def _adopt(ada: httpx.Client, slug: str) -> None:
    """Read the page of an adoption, tick everything on it and adopt the text."""
    page, address = (url_for(f"desk.adoption.{step}", lang="en", memorandum=slug) for step in ("new", "create"))
    shown = ada.get(page).text
    hidden = dict(re.findall(r'name="(digest|versions)" value="([^"]*)"', shown))
    ticked = re.findall(r'name="obstacles" value="([^"]*)"', shown)
    _post(ada, page, address, **hidden, obstacles=ticked, read="yes", rule="consensus", on="2026-11-20")


def _ask_to_confirm_listings(site: Site) -> None:
    """Leave a few organisations as the upgrade of an older site leaves them."""
    with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
        reason = "CASE WHEN listed THEN 'named_by_an_act' ELSE 'not_named_by_an_act' END"
        file.execute(f"UPDATE organisation SET listing_confirmed = 0, listing_reason = {reason} WHERE id % 4 = 0")
    file.close()


def _take_away(ada: httpx.Client) -> None:
    """Withdraw one memorandum from the public, and abandon a draft."""
    for slug in (WITHDRAWN, ABANDONED):
        _begin_draft(ada, slug)
    page, rules = (url_for(name, lang="en", memorandum=WITHDRAWN) for name in ("desk.memorandum.show", "desk.rules.edit"))
    effect = {"effect-rule": "nth_signature", "effect-number": "9"}
    _post(ada, rules, rules, signature_rule="invited", rule_until="", later_rule="", publish_at_least="", **effect)
    _adopt(ada, WITHDRAWN)
    _post_seen(ada, page, url_for("desk.opening.create", lang="en", memorandum=WITHDRAWN), opens="2026-11-21", closes="", publicity="public")
    for slug, decision in ((WITHDRAWN, "withdrawal-from-public"), (ABANDONED, "abandonment")):
        places = {"lang": "en", "memorandum": slug, "decision": decision}
        form, address = url_for("desk.decision.new", **places), url_for("desk.decision.create", **places)
        _post(ada, form, address, reason="The participants asked for it.")


def _write_in(site: Site) -> None:
    """Report a mistake, ask for letters, and twice to accede; one of the requests is confirmed and stands in the queue."""
    with _browser(site) as cleo:
        wrong = {"memorandum": OPEN, "mistake": "not_signed", "words": "We never signed this.\n\nAsk our board.", "email": "cleo@example.org"}
        cleo.post(url_for("public.mistake.create", lang="ru", organisation="mtkvari-law-centre"), data=wrong | {"step": "send"})
        wanted = {"email": "cleo@example.org", "memorandum": OPEN, "rhythm": "daily", "language": "en"}
        cleo.post(url_for("public.subscription.create", lang="en"), data=wanted)
        site.places["token_subscription"] = _letter_link(site, "", r"/subscription/([\w-]{43})")
        for at, name in enumerate(("Aral Lantern", "«Ысык-Көл күзөтү»")):
            fields = {
                "organisation_name": name,
                "name_language": "ky",
                "country": "KG",
                "person": "Ben Sultanov",
                "language": "en",
                "kind": "informal",
            }
            fields |= {"email": f"ben{at}@example.org", "message": "We took part in the forum, but our letter came too late.", "consent": "yes"}
            cleo.post(url_for("public.request.create", lang="en", memorandum=ACCEDING), data=fields)
            site.places["token_request"] = token = _letter_link(site, f"ben{at}@example.org", r"/request/([\w-]{43})")
            if not at:
                site.places["answer_token"] = ANSWER_TOKEN
                site.places["mistake"] = _number_of_mistake(site)
                cleo.post(url_for("public.request_link.create", lang="en", memorandum=ACCEDING, token=token))


ANSWER_TOKEN = "answer".ljust(43, "A")
_ANSWERED = """INSERT INTO reported_mistake (organisation, mistake, words, email, language, reported_at, answered_at, answer, answer_hash)
  SELECT organisation, 'other', 'The year is wrong.', '', 'en', reported_at, reported_at, 'It is corrected.\n\nThank you.', ? FROM reported_mistake"""


def _number_of_mistake(site: Site) -> str:
    """Return the number of the mistake that was reported, and add one with an answer; the worker may still be storing the first."""
    for _ in range(300):
        with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
            rows = file.execute("SELECT id FROM reported_mistake").fetchall()
            if rows:
                file.execute(_ANSWERED, (hash_of(ANSWER_TOKEN),))
        file.close()
        if rows:
            return str(rows[0][0])
        time.sleep(0.1)
    raise RuntimeError("no mistake is stored")


def _prepare_annulments(ada: httpx.Client, site: Site) -> None:
    page, address = (url_for(f"desk.annulments.{step}", lang="en", memorandum=OPEN) for step in ("new", "create"))
    shown = _post(ada, page, address, ground="forged", kind="support").headers["location"]
    site.places["batch"] = re.search(r"/annulments/(\d+)", shown)[1]


def _ask_for_approval(ada: httpx.Client, site: Site) -> None:
    """Let a second coordinator sign in, and Ada ask for her approval of a contact."""
    link = site.command("coordinator", "add", "dina@example.org", "--name", "Dina Example").split()[-1]
    with _browser(site) as dina:
        dina.post(link)
        site.cookies["dina"] = dict(dina.cookies)
    page, address = (url_for(name, lang="en", organisation=AT_RISK) for name in ("desk.organisation.edit", "desk.contact.create"))
    _post(ada, page, address, contact_name="Layla Haddad", email="layla@saffron-lantern.example.org", contact_language="ar")
    people = ada.get(url_for("desk.people.list", lang="en")).text
    site.places["account"] = re.search(r'/people/(\d+)/disabling"', people)[1]
    waiting = ada.get(url_for("desk.approvals.list", lang="en")).text
    site.places["approval"] = re.search(r'/approvals/(\d+)"', waiting)[1]


def _invite(ada: httpx.Client, slug: str, memorandum: str = OPEN, **more: object) -> str:
    page, address = (url_for(f"desk.invitations.{step}", lang="en", memorandum=memorandum) for step in ("new", "create"))
    return re.search(r'value="(http[^"]+/invitations/[^"]+)"', _post(ada, page, address, organisations=slug, **more).text)[1]


ENDED_TOKEN = "ended".ljust(43, "A")
_ENDED = """INSERT INTO ended_session (token_hash, memorandum, gives_address, expires_at)
  SELECT ?, id, 0, '2100-01-01 00:00:00+00:00' FROM memorandum WHERE slug = ?"""


def _end_session(site: Site) -> None:
    """Let somebody have ended their session just now, however long the tests take."""
    with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
        file.execute(_ENDED, (hash_of(ENDED_TOKEN), OPEN))
    file.close()
    site.cookies["ended"] = {"signing": ENDED_TOKEN}


def _propose_amendments(ada: httpx.Client) -> None:
    """Enter amendments for organisations; recommend one, and reply to it.

    Two collide, one deletes, one is in Russian, and one collides with none.
    """
    page, address = (url_for(f"desk.amendment.{step}", lang="en", memorandum=DRAFT) for step in ("new", "create"))
    fields = {"provision": "p1", "operation": "replace", "language": "en", "disclosure": "named"}
    for slug, more in (
        ("issyk-watch", {"text": "1. The Parties keep each other informed at once.", "reason": "Delay costs lives."}),
        ("fjord-letters", {"text": "1. The Parties inform each other.", "disclosure": "unnamed"}),
        ("samovar-circle", {"operation": "delete", "disclosure": "coordinators"}),
        ("samovar-circle", {"text": "1. Стороны сообщают друг другу обо всем.", "language": "ru"}),
        ("fjord-letters", {"provision": "p2", "text": "2. They share what they learn, and how."}),
    ):
        _post(ada, page, address, organisation=slug, **(fields | more))
    first = {"lang": "en", "memorandum": DRAFT, "number": "1"}
    shown = url_for("desk.amendment.show", **first)
    _post(ada, shown, url_for("desk.recommendation.create", **first), recommended="accepted", recommended_reason="As agreed.")
    _post(ada, shown, url_for("desk.amendment_reply.create", **first), reply="How fast is that?", disclosure="named")


def _comment(ada: httpx.Client, site: Site, link: str) -> None:
    """Let an organisation hand in a comment."""
    with _browser(site) as ben:
        ben.post(f"{link}/session")
        page, address = (url_for(f"signing.drafting_{step}", lang="en") for step in ("answer.new", "receipt.create"))
        _post(ben, page, address, **{"comment-": "Say who acts, and when.", "disclosure": "named", "name": "Ben Sultanov"})
    listed = ada.get(url_for("desk.draft_comments.show", lang="en", memorandum=COMMENTED)).text
    site.places["handed_in_comment"] = re.search(r'/comments/(\d+)"', listed)[1]


def _send_round(
    ada: httpx.Client, slug: str = DRAFT, kind: str = "silence", organisations: str = "issyk-watch,fjord-letters,samovar-circle"
) -> list[str]:
    """Send a draft to organisations in a round, without letters; return their links."""
    new, address = (url_for(f"desk.round.{step}", lang="en", memorandum=slug) for step in ("new", "create"))
    page = f"{new}?way=slugs&value={organisations}"
    fields = {"way": "slugs", "value": organisations.split(","), "kind": kind, "words_en": "We meet in Tashkent."}
    closes = str(clock.today() + timedelta(days=20))
    return re.findall(r'value="(http[^"]+/invitations/[^"]+)"', _post(ada, page, address, **fields, closes=closes, confirmed="yes").text)


def _take_seats(site: Site, links: list[str]) -> None:
    """Let one organisation object, another open its seat, and leave one link as it is."""
    page, address = (url_for(f"signing.drafting_{step}", lang="en") for step in ("answer.new", "receipt.create"))
    for who, link in zip(("seated", "unanswered"), links, strict=False):
        with _browser(site) as ben:
            ben.post(f"{link}/session")
            site.cookies[who] = dict(ben.cookies)
            if who == "seated":
                _post(ben, page, address, position="object", reason="Provision 2 is too wide.", disclosure="named", name="Ben Sultanov")
    site.places["token_seat"] = links[2].rpartition("/")[2]


def _propose(site: Site, links: list[str]) -> None:
    """Let one organisation hand in an amendment and a comment and note more, and another read them in its seat."""
    check, send = (url_for(f"signing.drafting_hand_in.{step}", lang="en") for step in ("new", "create"))
    for who, link in zip(("proposing", "reading"), links, strict=False):
        with _browser(site) as ben:
            ben.post(f"{link}/session")
            site.cookies[who] = dict(ben.cookies)
            if who == "proposing":
                _note(ben, "p1", comment="Too weak.", text="The Parties tell each other at once what they find.", reason="Words that everybody uses.")
                ticks = re.findall(r'name="(notes|comments)" value="([^"]+)" checked', ben.get(check).text)
                _post(ben, check, send, **dict(ticks), disclosure="named")
                site.places["key"] = _note(ben, "p2", text="They share everything that they learn.", reason="It is clearer.")
                site.places["comment"] = re.search(r"/drafting/comments/(\d+)", ben.get(url_for(NOTED, lang="en", provision="p1")).text)[1]


def _note(ben: httpx.Client, provision: str, **fields: object) -> str:
    """Note something beside a provision; return the key of the private amendment."""
    address = url_for(NOTED, lang="en", provision=provision)
    _post(ben, address, address, language="en", **fields)
    return re.search(r"/private-amendments/(\w+)", ben.get(address).text)[1]


def _answer(site: Site, links: dict[str, str]) -> None:
    for who, link in links.items():
        site.places[f"token_{who}"] = link.rpartition("/")[2]
        with _browser(site) as ben:
            ben.post(f"{link}/session")
            site.cookies[who] = dict(ben.cookies)
            if who == "declined":
                _post(
                    ben,
                    url_for("signing.decline.new", lang="en"),
                    url_for("signing.decline.create", lang="en"),
                    authority="yes",
                    reason="Not this year.",
                )
            elif who != "ben":
                kind = "ad_referendum" if who == "referring" else "signature"
                _sign(ben, site, kind, "counted" if who == "counted" else "public")
                if who in {"signed", "counted", "withdrawn"}:
                    _state(ben, who)
                if who == "signed":
                    own = ben.get(url_for("signing.statements.list", lang="en")).text
                    site.places["own_statement"] = re.search(r"/statements/([\w-]{36})/withdrawal", own)[1]
            if who == "withdrawn":
                _post(ben, *(url_for(f"signing.withdrawal.{step}", lang="en") for step in ("new", "create")), typed_name="Ben Sultanov")


def _state(ben: httpx.Client, who: str) -> None:
    """Let those who signed reserve something about the same provision; one of them says it in Arabic, one objects to an earlier one."""
    page, address = (url_for(f"signing.statements.{step}", lang="en") for step in ("list", "create"))
    shown = ben.get(page).text
    provision = re.search(r'<option value="([^"]+)">Provision 1</option>', shown)[1]
    text, language = ("لا تلتزم المنظمة بهذا البند.", "ar") if who == "counted" else ("It is not bound by this provision.\n\nAt present.", "en")
    fields = {"statement_provision": provision, "statement_text": text, "statement_language": language, "authority": "yes"}
    fields |= {"representative_name": "Ben Sultanov", "typed_name": "Ben Sultanov"}
    _post(ben, page, address, statement_kind="reservation", **fields)
    earlier = re.search(r'<option value="([\w-]{36})">Reservation', shown)
    if earlier:
        _post(ben, page, address, statement_kind="objection", objects_to=earlier[1], objection_precludes="no", **fields)


def _deliver(ada: httpx.Client, site: Site) -> None:
    """Address a text to an office, and publish that it was delivered and what happened since; the outcome waits."""
    new, save = (url_for(name, lang="en", memorandum=OPEN) for name in ("desk.addressee.new", "desk.addressee.create"))
    names = {"names-0-language": "en", "names-0-name": "Ministry of Justice of the Republic", "names-0-office": "Minister"}
    _post(ada, new, save, **names)
    page, save = url_for("desk.entry.new", lang="en", memorandum=OPEN), url_for("desk.entry.create", lang="en", memorandum=OPEN)
    told = {"texts-0-language": "en", "texts-0-title": "The minister received the text", "texts-0-text": "It was read *aloud*."}
    delivery = {"kind": "delivery", "addressee": "1", "way": "handed_over", "by": "Two delegates", "remark": "Before the adoption."}
    place = {"lang": "en", "memorandum": OPEN, "entry": _key_in(_post(ada, page, save, on="2026-11", **delivery, **told))}
    _give_scan(ada, place, delivery | told | {"on": "2026-11"})
    _post_seen(ada, url_for("desk.entry.edit", **place), url_for("desk.entry_publication.create", **place))
    site.places["entry"] = _key_in(_post(ada, page, save, on="2026-11", kind="outcome", **told))
    place = {"lang": "en", "memorandum": OPEN, "entry": site.places["entry"]}
    token = re.search(r'name="form_token" value="([^"]+)"', ada.get(url_for("desk.entry_file.new", **place)).text)[1]
    ada.post(url_for("desk.entry_file.create", **place), data={"form_token": token}, files={"file": ("stamp.pdf", b"%PDF-1.7")})


def _give_scan(ada: httpx.Client, place: dict[str, str], given: dict[str, str]) -> None:
    """Let an entry show a scan: a page with lines and a stamp."""
    page, file = Image.new("RGB", (1130, 1600), "#f4f1e8"), BytesIO()
    for at in range(14):
        page.paste("#8a8778", (130, 220 + 70 * at, 1000 - 60 * (at % 3), 236 + 70 * at))
    page.paste("#31549b", (700, 1230, 1000, 1450))
    page.paste("#f4f1e8", (720, 1250, 980, 1430))
    page.save(file, "PNG")
    edit = url_for("desk.entry.edit", **place)
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', ada.get(edit).text))
    given = hidden | given | {"texts-0-scan_text": "The last page of the text with the stamp of the registry."}
    ada.post(url_for("desk.entry.update", **place), data=given, files={"file": ("page.png", file.getvalue(), "image/png")})


def _key_in(answer: httpx.Response) -> str:
    return answer.headers["location"].partition("?")[0].rpartition("/")[2]


def _look_up_statement(site: Site) -> None:
    with _browser(site) as ada:
        ada.cookies.update(site.cookies["ada"])
        page = ada.get(url_for("desk.statements.list", lang="en", memorandum=OPEN)).text
        site.places["statement"] = re.search(r"/statements/([\w-]{36})", page)[1]
        page, address = (url_for(name, lang="en", memorandum=OPEN, statement=site.places["statement"]) for name in _TRANSLATION)
        _post(ada, page, address, language="ru", text="Организация не связана этим пунктом.")


_TRANSLATION = ("desk.statement.show", "desk.statement_translation.create")


def _sign(ben: httpx.Client, site: Site, kind: str, disclosure: str) -> None:
    page = url_for("signing.signature.new", lang="en")
    digest = re.search(r'name="digest" value="([^"]+)"', ben.get(page).text)[1]
    fields = {"kind": kind, "representative_name": "Ben Sultanov", "representative_title": "Director", "typed_name": "Ben Sultanov"}
    _post(ben, page, url_for("signing.signature.create", lang="en"), **fields, disclosure=disclosure, digest=digest, authority="yes")
    receipt = ben.get(url_for("signing.receipt.show", lang="en")).text
    site.places["token_kept"] = re.search(r"/invitations/([\w-]+)", receipt.partition("<main")[2])[1]


def _add_colleagues(ada: httpx.Client, site: Site) -> None:
    """Add contacts that confirm, and one that does not."""
    for slug in (ANSWERING["signed"], ANSWERING["questioned"], ANSWERING["counted"]):
        for name in ("ben", "dora"):
            site.places["confirmed_token"] = _add_contact(ada, site, slug, name)
            with _browser(site) as contact:
                contact.post(url_for("signing.contact.confirm", lang="en", token=site.places["confirmed_token"]))
    site.places["contact_token"] = _add_contact(ada, site, "palm-shade", "late")


def _add_contact(ada: httpx.Client, site: Site, slug: str, name: str) -> str:
    page, address = (url_for(f"desk.{name}", lang="en", organisation=slug) for name in ("organisation.edit", "contact.create"))
    _post(ada, page, address, contact_name=name.title(), email=f"{name}@{slug}.example.org", contact_language="en")
    return _letter_link(site, f"{name}@{slug}.example.org", r"/signing/contacts/([\w-]+)")


def _ask_to_show_more(site: Site) -> None:
    """Let Ben of a hidden signatory ask for a fresh link, and with it that the public may know more."""
    slug = ANSWERING["counted"]
    with httpx.Client(base_url=site.url, timeout=30, cookies=site.cookies["counted"]) as ben:
        _post(ben, url_for("signing.disclosure.new", lang="en"), url_for("signing.fresh_link.request", lang="en"))
    token = _letter_link(site, f"ben@{slug}.example.org", r"/invitations/([\w-]+)", subject="fresh")
    with _browser(site) as ben:
        ben.post(url_for("signing.session.create", lang="en", token=token))
        site.cookies["raising"] = dict(ben.cookies)
        new, create = (url_for(f"signing.disclosure.{step}", lang="en") for step in ("new", "create"))
        _post(ben, new, create, disclosure="public", typed_name="Ben Sultanov")
    site.places["stop_token"] = _letter_link(site, f"dora@{slug}.example.org", r"/disclosure-requests/([\w-]+)")


LETTERS_TOKEN = "letters".ljust(43, "A")


def _ask_for_letters(site: Site) -> None:
    """Let Ben of a hidden signatory ask for letters about the timeline; the token of their link is known here."""
    with httpx.Client(base_url=site.url, timeout=30, cookies=site.cookies["counted"]) as ben:
        _post(ben, url_for("signing.receipt.show", lang="en"), url_for("signing.timeline_letters.create", lang="en"))
    with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
        file.execute("UPDATE timeline_subscriber SET token_hash = ?", (hash_of(LETTERS_TOKEN),))
    file.close()
    site.places["letters_token"] = LETTERS_TOKEN


def _ask_for_proofs(ada: httpx.Client) -> None:
    page, address = (url_for(f"desk.{name}", lang="en", organisation="palm-shade") for name in ("proofs.list", "proof.create"))
    for method in ("file", "meta_tag", "mail"):
        _post(ada, page, address, method=method, email="desk@palm-shade.example.org")
    page, address = (text.replace("palm-shade", PROVED) for text in (page, address))
    _post(ada, page, address, method="mail", email="desk@mtkvari.example.org")


def _prove(site: Site) -> None:
    """Let somebody at a domain confirm it, and Ada note that she saw evidence of a mandate."""
    with _browser(site) as dora:
        token = _letter_link(site, "desk@mtkvari.example.org", r"/signing/proofs/([\w-]+)")
        dora.post(url_for("signing.proof.create", lang="en", token=token), data={"belongs": "yes"})
        site.places["given_token"] = token
    with httpx.Client(base_url=site.url, timeout=30, cookies=site.cookies["ada"]) as ada:
        places = {"lang": "en", "memorandum": OPEN, "organisation": ANSWERING["signed"]}
        _post(ada, url_for("desk.mandate.show", **places), url_for("desk.mandate.create", **places), note="Decision of the board.", confirmed="yes")


def _letter_link(site: Site, address: str, pattern: str, subject: str = "") -> str:
    """Return what a pattern finds in the letters to an address (any when empty); the worker may still be sending them."""
    for _ in range(300):
        _send_waiting_letters(site)
        for file in sorted((site.folder / "mail").glob("*.eml")):
            letter = message_from_bytes(file.read_bytes(), policy=default)
            text = letter.get_body(("plain",)).get_content()
            match = re.search(pattern, text) if address in letter["To"] and subject in letter["Subject"] else None
            if match:
                return match[1]
        time.sleep(0.1)
    raise RuntimeError(address)


def _send_waiting_letters(site: Site) -> None:
    """Let letters about hidden acts leave now, and not at a random moment of the next half hour."""
    with sqlite3.connect(site.folder / "coalition.sqlite", timeout=30) as file:
        file.execute("UPDATE job SET run_at = '2026-01-01 00:00:00+00:00' WHERE kind = 'letter'")
    file.close()


def _ask_colleagues(site: Site) -> None:
    """Let Dora open the link in her letter; at one organisation she questions what was done."""
    for who in ("signed", "questioned"):
        token = _letter_link(site, f"dora@{ANSWERING[who]}.example.org", r"/invitations/([\w-]+)")
        site.places[f"token_dora_{who}"] = token
        with _browser(site) as dora:
            dora.post(url_for("signing.session.create", lang="en", token=token))
            site.cookies[f"dora_{who}"] = dict(dora.cookies)
            if who == "questioned":
                page, address = url_for("signing.vouching.show", lang="en"), url_for("signing.question.create", lang="en")
                _post(dora, page, address, questioner_name="Dora", reason="Ben left us in May.")
    site.places["act"] = _letter_link(site, "ada@example.org", r"/desk/questions/([\w-]+)")
    with httpx.Client(base_url=site.url, timeout=30, cookies=site.cookies["ada"]) as ada:
        shown = ada.get(url_for("desk.signatory.show", lang="en", memorandum=OPEN, organisation=ANSWERING["signed"])).text
    site.places["recorded"] = re.search(r"/corrections/([\w-]{36})", shown)[1]


def begin_draft_of_provisions(site: Site, slug: str) -> str:
    """Begin a draft; return the address of the page of its provision 1."""
    with httpx.Client(base_url=site.url, timeout=30, cookies=site.cookies["ada"]) as ada:
        _begin_draft(ada, slug)
        outline = ada.get(url_for("desk.wording.edit", lang="en", memorandum=slug)).text
    key = re.findall(r'value="down" formaction="[^"]+/([^/"]+)/[^/"]+"', outline)[2]
    return url_for("desk.provision.edit", lang="en", memorandum=slug, provision=key, text="en")


def let_three_write(site: Site, slug: str) -> str:
    """Begin a draft with its title in Arabic on which Dina works too, and Dilnoza as its translator; return the id of its first provision."""
    link = site.command("coordinator", "add", "dilnoza@example.org", "--name", "Dilnoza Example", "--role", "editor").split()[-1]
    with _browser(site) as dilnoza:
        dilnoza.post(link)
        site.cookies["dilnoza"] = dict(dilnoza.cookies)
    with httpx.Client(base_url=site.url, timeout=30, cookies=site.cookies["ada"]) as ada:
        _begin_draft(ada, slug)
        members, create = (url_for(f"desk.members.{step}", lang="en", memorandum=slug) for step in ("list", "create"))
        for name in ("dina", "dilnoza"):
            _post(ada, members, create, email=f"{name}@example.org")
        languages = url_for("desk.languages.show", lang="en", memorandum=slug)
        _post(ada, languages, url_for("desk.language_people.update", lang="en", memorandum=slug, target="ar"), translator="dilnoza@example.org")
        page = url_for("desk.translation.edit", lang="en", memorandum=slug, target="ar")
        _post(ada, page, url_for("desk.translation.update", lang="en", memorandum=slug, target="ar"), provision="title", text="مذكرة طشقند")
        outline = ada.get(url_for("desk.wording.edit", lang="en", memorandum=slug)).text
    return re.search(r'value="down" formaction="[^"]+/([^/"]+)/[^/"]+"', outline)[1]
