"""Everything that can be cited has a permanent address, a plain citation, and files for reference managers."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from coalition import clock
from coalition.acts.disclosure_levels import HIDDEN
from coalition.invitations import links
from coalition.languages import Message
from coalition.memoranda.taking_forms import WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from coalition.partial_dates import PartialDate
from coalition.published import citation_files
from coalition.published.citation import Citation
from coalition.published.citation_files import bibtex, csl_json, ris
from tests import factories
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

FILE, PAGE = "/citations/memoranda/cooperation", "/en/memoranda/cooperation/citation"
NAMES = {
    "comma": "Bureau for Human Rights, Rule of Law & Co. {KZ} 100% #1_a ~^\\ and Partners",
    "arabic": "مركز النماء، فرع بيروت",
    "ru": "Бюро «Эра»",
}


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    await factories.forum()
    return await factories.opened(ada_account, symbol="CF/2026/2", forum="kyiv-2013")


async def parties(memorandum: Memorandum) -> dict[str, Any]:
    signed = {}
    for slug, name in NAMES.items():
        language = {"arabic": "ar", "ru": "ru"}.get(slug, "en")
        names = [{"language": language, "name": name, "primary": True}]
        signed[slug] = await factories.signed(memorandum, await factories.organisation(slug, names=names))
    await factories.signed(memorandum, await factories.organisation("hush", "Hush Hush"), disclosure="counted")
    return signed


def fields_of_ris(text: str) -> list[tuple[str, str]]:
    lines = text.split("\r\n")
    assert lines[0] == "TY  - GEN"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    return [(line[:2], line[6:]) for line in lines[:-1]]


def fields_of_bibtex(text: str) -> dict[str, str]:
    """Read one entry as BibTeX does: a value ends with its brace, and every brace counts."""
    entry = re.fullmatch(r"@misc\{([^,\s{}]+),\n(.*)\}\n", text, re.DOTALL)
    assert entry
    fields, rest = {"key": entry[1]}, entry[2]
    while rest.strip():
        name, _, rest = rest.partition("=")
        rest = rest.lstrip()
        if rest[0] != "{":
            fields[name.strip()], _, rest = rest.partition(",")
            continue
        depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in rest))
        assert 0 in depths
        end = depths.index(0)
        assert rest[end + 1] == ","
        fields[name.strip()], rest = rest[1:end], rest[end + 2 :]
    return fields


async def test_each_part_has_its_address_and_its_files(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    signed = await parties(memorandum)
    await factories.stated(memorandum, signed["ru"], provision="2.1")
    day = clock.today().isoformat()
    base = "http://127.0.0.1:8000/en/memoranda/cooperation"
    parts = {
        "": (base, "Memorandum on cooperation"),
        "edition=1": (f"{base}/editions/1", "Memorandum on cooperation"),
        "edition=1&provision=p2.1": (f"{base}/editions/1#p2.1", "Provision 2.1. Memorandum on cooperation"),
        f"at={day}": (f"{base}/signatories?at={day}", f"Signatories as at {clock.today():%-d %B %Y}. Memorandum on cooperation"),
        "line=arabic": (f"{base}/signatories?at={day}&line=arabic#party-arabic", "Signature. Memorandum on cooperation"),
        "statement=1": (f"{base}/statements?number=1#statement-1", "Reservation 1. Memorandum on cooperation"),
    }
    for query, (url, title) in parts.items():
        [item] = (await cleo.get(f"{FILE}.json?{query}")).json()
        assert (item["URL"], item["title"]) == (url, title)
        bib = fields_of_bibtex((await cleo.get(f"{FILE}.bib?{query}")).text)
        assert (bib["url"], bib["title"], bib["key"]) == (url, f"{{{title}}}", item["id"])
        assert dict(fields_of_ris((await cleo.get(f"{FILE}.ris?{query}")).text))["UR"] == url
        page = await cleo.get(f"{PAGE}?{query}")
        assert url.replace("&", "&amp;") in page.text
        assert (await cleo.get(url.removeprefix("http://127.0.0.1:8000"))).status_code == 200
        anchor = url.partition("#")[2]
        assert not anchor or f'id="{anchor}"' in (await cleo.get(url.removeprefix("http://127.0.0.1:8000"))).text
    [item] = (await cleo.get(f"{FILE}.json?line=arabic")).json()
    assert item["author"] == [{"literal": NAMES["arabic"]}]
    [whole] = (await cleo.get(f"{FILE}.json")).json()
    assert sorted(author["literal"] for author in whole["author"]) == sorted(NAMES.values())
    assert (whole["number"], whole["edition"], whole["container-title"]) == ("CF/2026/2", "1", "Forum of Central Asian human rights organisations")


@pytest.mark.sqlite_only
async def test_what_does_not_exist_or_is_hidden_is_not_cited(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    signed = await parties(memorandum)
    await factories.stated(memorandum, signed["ru"])
    await factories.disclosed(await links.follow(signed["ru"].manage_token), HIDDEN)
    missing = [
        "line=hush",
        "line=ru",
        "statement=1",
        "provision=p9",
        "edition=2",
        "edition=x",
        "at=2026-13-01",
        "line=%00",
        "language=de",
    ]
    missing += ["provision=p2.1&line=arabic", "edition=1&at=2026-01-01", "statement=x"]
    for query in missing:
        assert (await cleo.get(f"{FILE}.bib?{query}")).status_code == 404, query
    for address in (f"{FILE}.pdf", f"{FILE}", "/citations/memoranda/missing.bib", "/citations/notifications/2026/99.bib"):
        assert (await cleo.get(address)).status_code == 404
    for ending in ("bib", "ris", "json"):
        text = (await cleo.get(f"{FILE}.{ending}?nonsense=<script>&edition=1")).text
        assert not [secret for secret in ("Hush", "hush", "Бюро", "script", "nonsense") if secret in text]
    page = await cleo.get(f"{PAGE}?nonsense=%3Cscript%3E")
    assert "nonsense" not in page.text
    assert "Hush" not in page.text


@pytest.mark.sqlite_only
async def test_a_notification_is_cited_until_it_is_a_tombstone(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    signed = await parties(memorandum)
    year = clock.today().year
    [item] = (await cleo.get(f"/citations/notifications/{year}/4.json?language=ar")).json()
    assert (item["number"], item["URL"]) == (f"N.4.{year}", f"http://127.0.0.1:8000/ar/notifications/{year}/4")
    assert NAMES["arabic"] in item["title"]
    assert "BibTeX" in words((await cleo.get(f"/en/notifications/{year}/4")).text)
    await factories.disclosed(await links.follow(signed["arabic"].manage_token), HIDDEN)
    [item] = (await cleo.get(f"/citations/notifications/{year}/4.json")).json()
    assert "issued" not in item
    assert item["title"] == "This notification was about an act that is not public any more"
    await withdraw_from_public(await factories.reloaded(memorandum), WithdrawalForm(reason="A threat.", sentences=[]))
    for address in (f"{FILE}.bib", f"{FILE}.json?line=comma", PAGE, f"/citations/notifications/{year}/3.ris"):
        answer = await cleo.get(address)
        assert answer.status_code == 410
        assert "cooperation" not in answer.text.lower().replace("/memoranda/cooperation", "")


def cited(*names: str, date: str | None = "2013-02") -> Citation:
    return Citation(
        key="accord",
        kind=Message("Joint statement"),
        title=("en", "A \\title_ of {ours}\nTY  - BOOK & more, 100% #1"),
        url="https://memo.example.org/en/memoranda/accord?at=2026-11-28",
        authors=[("en", name) for name in names],
        date=PartialDate(date) if date else None,
    )


def well_formed(module: Any) -> None:
    """Check that names stay whole, special characters stay inside their field, and dates keep their precision."""
    citation = cited(*NAMES.values())
    bib = fields_of_bibtex(module["bibtex"](citation, "en"))
    assert bib["author"].count("} and {") == len(NAMES) - 1
    assert (
        r"\& Co. \textbraceleft{}KZ\textbraceright{} 100\% \#1\_a \textasciitilde{}\textasciicircum{}\textbackslash{} and Partners" in bib["author"]
    )
    assert (bib["year"], bib["month"], bib["date"]) == ("2013", "feb", "2013-02")
    tags = fields_of_ris(module["ris"](citation, "en"))
    authors = [value for tag, value in tags if tag == "AU"]
    assert len(authors) == len(NAMES)
    assert not [author for author in authors if "," in author]
    assert ("N1", NAMES["comma"]) in tags
    assert ("DA", "2013/02//") in tags
    assert [tag for tag, _ in tags].count("TY") == 1


@pytest.mark.sqlite_only
def test_formats_keep_names_whole_and_escape_what_is_special() -> None:
    well_formed({"bibtex": bibtex, "ris": ris})
    assert '"date-parts": [\n        [\n          2013,\n          2\n        ]' in csl_json(cited("A"), "en")
    for date, month in (("2013", ""), ("2013-02-17", "feb")):
        assert fields_of_bibtex(bibtex(cited("A", date=date), "en")).get("month", "") == month
    undated = bibtex(replace(cited("A", date=None), number=""), "en")
    assert not {"year", "month", "date", "number"} & fields_of_bibtex(undated).keys()
    assert "issued" not in csl_json(cited(date=None), "en")


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r'r"\textbraceleft{}"', r'"\\{"'),
        ('f"{{{_tex(name)}}}" for', "_tex(name) for"),
        ('(("AU", _whole(name)) for name in names)', '(("AU", name) for name in names)'),
        ('return _SPACE.sub(" ", text).strip()', "return text"),
        ("_MONTHS[int(parts[1]) - 1]", "_MONTHS[int(parts[1])]"),
    ],
)
def test_each_format_needs_its_rule(right: str, wrong: str) -> None:
    with pytest.raises(AssertionError):
        well_formed(mutated(citation_files, right, wrong))
