"""A memorandum as files."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta

import pytest

from coalition import clock
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.entering_past import record_past
from coalition.memoranda.forms import MemorandumForm
from tests import factories
from tests.public.reading import links
from tests.stated import statements_of
from tests.word_files.word_reader import part, read, words

pytestmark = pytest.mark.anyio


async def test_the_digest_of_the_file_is_the_digest_that_is_signed(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    answer = await cleo.get("/memoranda/cooperation.txt")
    assert (await latest_edition(memorandum.id)).digest == f"sha256:{hashlib.sha256(answer.content).hexdigest()}"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    page = (await cleo.get("/en/memoranda/cooperation/verify")).text
    assert hashlib.sha256(answer.content).hexdigest() in page
    assert f"({len(answer.content)} bytes)" in page
    assert "/memoranda/cooperation.txt" in links(page)


@pytest.mark.sqlite_only
async def test_a_wording_can_be_had_as_markdown(cleo, ada_account):
    await factories.opened(ada_account)
    for query, language in (("", "en"), ("?text=ru", "ru")):
        title, body = factories.TEXTS[language]
        assert (await cleo.get(f"/memoranda/cooperation.md{query}")).text == f"# {title}\n\n{body}"
    assert (await cleo.get("/memoranda/cooperation.md?text=de")).status_code == 404


async def test_a_wording_can_be_had_as_a_word_file(cleo, ada_account):
    """Equal texts give equal bytes, which have the digest above every page, and nothing beside the text."""
    memorandum = await factories.opened(ada_account)
    digest = (await latest_edition(memorandum.id)).digest
    page = (await cleo.get("/en/memoranda/cooperation")).text
    assert "/memoranda/cooperation.docx?text=en" in links(page)
    for query, language, said in (("", "en", "Digest"), ("?text=ru", "ru", "Контрольная сумма")):
        answer = await cleo.get(f"/memoranda/cooperation.docx{query}")
        assert answer.content == (await cleo.get(f"/memoranda/cooperation.docx?text={language}")).content
        assert answer.headers["Content-Disposition"] == f'attachment; filename="cooperation-{language}.docx"'
        assert words(read(answer.content)[0]) == factories.TEXTS[language][0]
        assert "".join(part(answer.content, "word/header1.xml").itertext()) == f"{said} {digest}"
    assert (await cleo.get("/memoranda/cooperation.docx?text=de")).status_code == 404
    await factories.superseded(memorandum)
    first, second = [(await cleo.get(f"/memoranda/cooperation.docx{query}")).content for query in ("?edition=1", "")]
    assert ["three times a year" in "".join(map(words, read(content))) for content in (first, second)] == [False, True]


async def test_csv_and_markdown_name_the_public_statements_by_their_permanent_numbers(cleo, ada_account):
    """A hidden party's statement takes no number, no cell and no line; what was withdrawn stays."""
    memorandum = await factories.opened(ada_account)
    alpha, beta = [await factories.signed(memorandum, await factories.organisation(slug, slug.title())) for slug in ("alpha", "beta")]
    hidden = await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"), disclosure="counted")
    text = "1. *Not* bound by <b>it</b>.\n\n# As a matter of law."
    first = await factories.stated(memorandum, alpha, text=text, provision="2.1")
    await factories.stated(memorandum, hidden, text="Nobody reads this.")
    await factories.stated(memorandum, alpha, "declaration", "Gladly.")
    await factories.stated(memorandum, beta, "objection", objects_to=str(first.id))
    await factories.statement_withdrawn(beta, (await statements_of(memorandum))[0].objections[0])

    rows = {
        row["organisation"]: row for row in csv.DictReader(io.StringIO((await cleo.get("/memoranda/cooperation.csv")).text.removeprefix("\ufeff")))
    }
    assert {slug: (row["statements"], row["statements_ended"]) for slug, row in rows.items()} == {
        "alpha": ("reservation 1; declaration 2", ""),
        "beta": ("", "objection 3"),
    }
    answer = (await cleo.get("/memoranda/cooperation.md?text=en")).text
    own, _, section = answer.partition("\n\n---\n\n")
    title, body = factories.TEXTS["en"]
    assert own == f"# {title}\n\n{body}"
    assert section.startswith(
        "## Statements\n\nWhat follows is not part of the text: the statements of the parties.\n\n### Reservation 1\n\nAlpha · Provision 2.1 · "
    )
    assert "> 1\\. \\*Not\\* bound by \\<b\\>it\\</b\\>.\n\n> \\# As a matter of law.\n" in section
    assert [line for line in section.splitlines() if line.startswith("###")] == ["### Reservation 1", "### Objection 3", "### Declaration 2"]
    assert "The statement was withdrawn: " in section
    for name in ("Nobody reads this", "Gamma", "gamma"):
        assert name not in answer
    assert "## Заявления" in (await cleo.get("/memoranda/cooperation.md?text=ru")).text
    assert "---" not in (await cleo.get(f"/memoranda/cooperation.md?at={clock.today() - timedelta(days=1)}")).text
    await factories.superseded(await factories.reloaded(memorandum))
    assert (await cleo.get("/memoranda/cooperation.md?edition=1")).text == f"# {title}\n\n{body}"


async def test_json_holds_what_the_page_says(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    answer = (await cleo.get("/memoranda/cooperation.json")).json()
    assert answer["state"] == {"text": "authenticated", "signing": "open", "effect": "none", "publicity": "public"}
    assert answer["counts"] == {
        "parties": 1,
        "signed": 1,
        "acceded": 0,
        "supported": 0,
        "withdrawn": 0,
        "names_withheld": None,
        "supporters_withheld": None,
        "ad_referendum": 0,
    }
    assert [(row["organisation"], row["act"], row["representative"], row["withdrawn"]) for row in answer["signatories"]] == [
        ("alpha", "signature", "Ben", None)
    ]
    assert "beta" not in (await cleo.get("/memoranda/cooperation.json")).text.lower()


async def test_the_table_is_safe_in_a_spreadsheet(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("evil", "=HYPERLINK(1)"), representative_name="+Ben", typed_name="+Ben")
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    answer = await cleo.get("/memoranda/cooperation.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["organisation"], row["name"], row["representative"]) for row in table] == [("evil", "'=HYPERLINK(1)", "'+Ben")]


@pytest.mark.sqlite_only
async def test_other_endings_do_not_exist(cleo, ada_account):
    await factories.opened(ada_account)
    for name in ("cooperation", "cooperation.exe", ".json", "cooperation.json.json", "cooperation%00.json"):
        assert (await cleo.get(f"/memoranda/{name}")).status_code == 404


async def test_a_file_lists_languages_in_the_order_given(cleo, ada_account):
    codes = ["nb", "ar", "uk", "ru", "en", "kk", "fr", "tg"]
    form = MemorandumForm(slug="kyiv", authentic_languages=["en"])
    titles, notes = dict.fromkeys(codes[:5], "A title"), dict.fromkeys(codes[3:], "A note")
    await record_past(form, forum_id=None, coordinator_id=ada_account.id, announced=None, source="An announcement", titles=titles, notes=notes)
    record = (await cleo.get("/memoranda/kyiv.json")).json()
    assert (list(record["titles"]), [code for code in record["notes"] if record["notes"][code]]) == (codes[:5], codes[3:])
