"""Files are read as a person sees them: precision of dates, leading zeros, hidden rows and sheets, errors, titles, headers of two rows."""

# ruff: noqa: E501 -- the files are written as their formats have them

from __future__ import annotations

import io
import zipfile

import pytest

from coalition.imports import known_words
from coalition.imports.file_columns import read_table
from coalition.imports.organisation_rows import FIELDS, read_cells
from coalition.imports.questions import Choices, Questions
from coalition.imports.reading_cells import date_of, website_of
from coalition.imports.shared_cells import CellReader, RowRead
from coalition.imports.slugs import slug_from
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.spreadsheets.sheets import Row
from coalition.spreadsheets.workbooks import sheets_of
from tests.imports.table_files import open_document, workbook

STYLES = (
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="mmmm\\ yyyy"/><numFmt numFmtId="165" formatCode="yyyy"/>'
    '<numFmt numFmtId="166" formatCode="00000000"/></numFmts>'
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="166"/><xf numFmtId="16"/></cellXfs>'
)
ROWS = (
    '<row r="1"><c r="B1" t="inlineStr"><is><t>Members of the network</t></is></c></row>'
    '<row r="3"><c r="B3" t="inlineStr"><is><t>Name</t></is></c><c r="C3" t="inlineStr"><is><t>Date</t></is></c><c r="D3" t="inlineStr"><is><t>No</t></is></c></row>'
    '<row r="4"><c r="B4" t="inlineStr"><is><t>Alpha</t></is></c><c r="C4" s="1"><v>41306</v></c><c r="D4" s="4"><v>12345</v></c></row>'
    '<row r="5" hidden="1"><c r="B5" t="inlineStr"><is><t>Beta</t></is></c><c r="C5" s="2"><v>41306</v></c></row>'
    '<row r="6"><c r="B6" t="e"><v>#REF!</v></c><c r="C6" s="3"><v>41333</v></c></row>'
    '<row r="7"><c r="B7" t="inlineStr"><is><t>Delta</t></is></c><c r="C7" s="5"><v>41333</v></c></row>'
)


def test_a_spreadsheet_is_read_as_it_is_shown() -> None:
    old, new = sheets_of(workbook(ROWS, STYLES))
    assert (old.name, old.hidden, new.name, new.hidden) == ("Old", True, "New", False)
    assert new.rows[2:] == (
        Row(4, ("", "Alpha", "2013-02", "00012345")),
        Row(5, ("", "Beta", "2013"), hidden=True),
        Row(6, ("", "", "2013-02-28"), errors=(1,)),
        Row(7, ("", "Delta", "2013-02-28"), unclear=(2,)),
    )
    file = read_table([old, new], FIELDS, Choices())
    assert (file.table.header_row, file.columns) == (3, ("", "name_en", "", ""))
    questions = Questions({})
    reads = [read_cells(CellReader(file, questions), row) for row in file.table.rows]
    assert {read.number: list(read.problems) for read in reads if read.problems} == {5: ["row"], 6: ["name_en"]}
    assert [(question.key, question.rows) for question in questions.open_first] == [("hidden", [5])]


def test_an_open_document_is_read_as_it_is_shown() -> None:
    styles = (
        '<number:date-style style:name="N1"><number:month/><number:year/></number:date-style>'
        '<style:style style:name="c1" style:data-style-name="N1"/><style:style style:name="t1"><style:table-properties table:display="false"/></style:style>'
    )
    body = (
        '<table:table table:name="Hidden" table:style-name="t1"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
        '<table:table table:name="Seen"><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        "<table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:visibility="filter"><table:table-cell><text:p>Two</text:p><text:p>lines</text:p></table:table-cell>'
        '<table:table-cell table:style-name="c1" office:value-type="date" office:date-value="2013-02-01"><text:p>Feb 13</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2013-02-01"><text:p>1.2.13</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell></table:table-row></table:table>'
    )
    hidden, seen = sheets_of(open_document(body, styles))
    assert (hidden.hidden, seen.hidden) == (True, False)
    assert seen.rows == (Row(3, ("Name",)), Row(4, ("Two\nlines", "2013-02", "2013-02-01", "007"), hidden=True, unclear=(2,)))


def test_entities_are_refused() -> None:
    with pytest.raises(UnreadableFile):
        sheets_of(open_document("").replace(b"PK", b"PK"))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as packed:
        packed.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>')
    with pytest.raises(UnreadableFile, match="cannot be read"):
        sheets_of(bomb.getvalue())


@pytest.mark.parametrize(
    ("text", "header", "numbers"),
    [
        ("sep=;\nName;Country\nA;KZ\n", ("Name", "Country"), [2]),
        ("List of members\n1 March 2026\n\nName,Country\nA,KZ\n\nB,\n", ("Name", "Country"), [5, 7]),
        ('Name\tRemark\n"A, B"\tone, two, three\n', ("Name", "Remark"), [2]),
        ("Name,,Country\nLatin,Arabic,\nA,ا,KZ\n", ("Name Latin", "Name Arabic", "Country"), [3]),
        ("Название;Контакты;\n;Почта;Телефон\nА;a@example.org;+7\n", ("Название", "Контакты Почта", "Контакты Телефон"), [3]),
        ("Name;E-mail;\n;a@example.org;mail\n", ("Name", "E-mail", ""), [2]),
    ],
)
def test_tables_are_found_where_they_are(text: str, header: tuple[str, ...], numbers: list[int]) -> None:
    file = read_table(sheets_of(text.encode()), FIELDS, Choices())
    assert (file.table.header, [row.number for row in file.table.rows]) == (header, numbers)
    assert "name_en" in file.columns


def read(header: str, row: str) -> RowRead:
    file = read_table(sheets_of(f"{header}\n{row}\n".encode()), FIELDS, Choices())
    return read_cells(CellReader(file, Questions({})), file.table.rows[0])


FULL_NAMES = {
    "Republic of Armenia": "AM",
    "Kingdom of Norway": "NO",
    "Democratic Republic of the Congo": "CD",
    "Republic of Korea": "KR",
    "The Republic of the Gambia": "GM",
    "State of Palestine": "PS",
    "People's Republic of China": "CN",
    "Republic of Nowhere": None,
    "Республика Таджикистан": "TJ",
    "Кыргызская Республика": "KG",
    "РФ": "RU",
    "Королевство Норвегия": "NO",
    "КНР": "CN",
    "Исламская Республика Иран": "IR",
    "Республика Татарстан": None,
    "Азербайджанская Республика": "AZ",
    "جمهورية العراق": "IQ",
    "الجمهورية العربية السورية": "SY",
    "المملكة العربية السعودية": "SA",
    "السعودية": "SA",
    "دولة فلسطين": "PS",
    "مملكة البحرين": "BH",
    "المملكة الأردنية الهاشمية": "JO",
    "جمهورية مصر العربية": "EG",
    "جمهورية الكونغو الديمقراطية": "CD",
    "Kongeriket Norge": "NO",
    "Republikken Usbekistan": "UZ",
    "Forbundsrepublikken Tyskland": "DE",
}


def test_words_are_known_in_four_languages() -> None:
    for header in ("name;country;kind;at risk", "Название;Страна;Тип;Под угрозой", "Navn;Land;Type;Utsatt", "الاسم;البلد;النوع;معرضة للخطر"):
        assert read_table(sheets_of(f"{header}\na;b;c;d\n".encode()), FIELDS, Choices()).columns == ("name_en", "country", "kind", "at_risk")
    for country in ("KZ", "Kazakhstan", "Казахстан", "كازاخستان", "Kasakhstan", "Қазақстан/Kazakhstan", "kaz"):
        assert known_words.country_of(country) == "KZ", country
    assert [known_words.country_of(name) for name in ("UK", "تونس/Tunisia", "Perú", "Кыргызстан", "Czech Republic", "Nowhere")] == [
        "GB",
        "TN",
        "PE",
        "KG",
        "CZ",
        None,
    ]
    for full, code in FULL_NAMES.items():
        assert known_words.country_of(full) == code, full
    for kind in ("НПО", "frivillig organisasjon", "جمعية", "non-governmental organisation"):
        assert read("name;kind", f"A;{kind}").values["kind"] == "ngo", kind
    assert [known_words.language_of_word(word) for word in ("ru", "Russian", "русский язык", "العربية", "norsk", "x")] == [
        "ru",
        "ru",
        "ru",
        "ar",
        "nb",
        None,
    ]


def test_values_are_read_as_people_write_them() -> None:
    values = {
        text: website_of(text).value
        for text in ("www.x.org", "x.org/a", "http://x.org", "page Facebook : X", "a@x.org", "x.org y.org", "http:/x.org")
    }
    assert list(values.values()) == ["https://www.x.org", "https://x.org/a", "http://x.org", "", "", "https://x.org", "http://x.org"]
    row = read("name_en;email;website", "Озёрный центр;a@x.org; B@Y.org;-")
    assert (row.values.get("name_en"), row.values["name_native"], row.values["native_language"]) == (None, "Озёрный центр", "ru")
    dates = {
        "0000-00-00": (),
        "2006-03-00": ("2006-03",),
        "28.02.2013": ("2013-02-28",),
        "февраль 2013": ("2013-02",),
        "Feb-13": ("2013-02",),
        "2013 г.": ("2013",),
    }
    assert {text: date_of(text).readings for text in dates} == dates
    assert date_of("03/04/2013").readings == ("2013-04-03", "2013-03-04", "2013")
    assert [slug_from(name) for name in ("Čapek Circle", "Бюро «Ветер»", "new", "—")] == ["capek-circle", "byuro-veter", "new-1", "organisation"]
