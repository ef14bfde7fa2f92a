"""What a person sees of a Word file comes in; what nobody sees does not; what could not come in is said."""

from __future__ import annotations

import pytest

from coalition.text.provisions import parse, problems
from coalition.word_files.reading_document import ChangeKind, Tracked, What
from coalition.word_files.reading_markdown import WordText, markdown_of
from coalition.word_files.reading_report import Outcome
from coalition.word_files.reading_word_files import read_word_file
from tests.word_files.word_parts import definition, level, numbers, paragraph, style, word_file, words

LIST = definition(1, [level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")]) + numbers(1, 1)
TITLE = paragraph("Memo", style="Title")
STYLES = (
    style("Normal", "Normal", default=True)
    + style("Title", "Title")
    + style("Unseen", "Unseen", kind="character", looks="<w:vanish/>")
    + style("UnseenText", "Unseen text", looks="<w:vanish/>")
    + style("Strong", "Strong", kind="character", looks="<w:b/>")
    + style("Loud", "Loud", looks="<w:b/>")
    + style("Quote", "Quote")
    + style("TOC1", "toc 1")
)
NOTHING = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
BY_ADA = 'w:author="Ada" w:date="2026-03-04T10:00:00Z"'


def read(*body: str, tracked: Tracked = Tracked.ACCEPT, **parts: object) -> WordText:
    given = {"styles": STYLES, "numbering": LIST} | parts
    return markdown_of(read_word_file(word_file(TITLE + "".join(body), **given), tracked))  # type: ignore[arg-type]


def said(text: WordText) -> set[What]:
    sentences = {str(row.message) for row in text.report}
    return {what for what in What if str(what.word) in sentences}


def inserted(runs: str) -> str:
    return f'<w:ins w:id="1" {BY_ADA}>{runs}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" {BY_ADA}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def mark(name: str) -> str:
    return f'<w:{name} w:id="3" {BY_ADA}/>'


def comment(paragraphs: str) -> str:
    return f'<w:comment w:id="1" w:author="Cleo" w:date="2026-01-02T00:00:00Z">{paragraphs}</w:comment>'


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_emphasis_follows_words_and_styles() -> None:
    text = read(
        paragraph(inside=words("We ") + words("bold", "<w:b/>") + words(" and ") + words("ita", "<w:i/>") + words("lic", "<w:i/>") + words(" words")),
        paragraph(inside=words("not ", '<w:b w:val="0"/>') + words("twice is not", '<w:rStyle w:val="Strong"/>'), style="Loud"),
        paragraph(inside=words("عادي ", "<w:rtl/><w:b/>") + words("غامق", "<w:rtl/><w:bCs/>"), looks="<w:bidi/>"),
    )
    assert text.body == "We **bold** and *italic* words\n\nnot twice is not\n\nعادي **غامق**\n"


def test_signs_of_markdown_are_words() -> None:
    texts = [
        "* star and _line_",
        "- dash",
        "# sign",
        "> quotation",
        "[x](y) <b>",
        "a | b",
        "1 \\* 2",
        "[^1]: no note",
        "![x](y)",
        "________",
        "a*b*c",
    ]
    text = read(*(paragraph(each.replace("<", "&lt;"), number="1/0") for each in texts))
    assert problems(text.body) == []
    from coalition.text.html import plain

    printed = plain(parse(text.body)).split("\n\n")
    assert printed == [f"{number}. {each}" for number, each in enumerate(texts, start=1)]


def test_hidden_text_never_comes_in() -> None:
    text = read(
        paragraph(
            inside=words("Seen") + words("HIDDEN", "<w:vanish/>") + words("HIDDEN", '<w:rStyle w:val="Unseen"/>') + words("HIDDEN", "<w:webHidden/>")
        ),
        paragraph("HIDDEN", style="UnseenText", mark="<w:vanish/>", number="1/0"),
        paragraph("First.", number="1/0"),
        paragraph(inside=words("shown again", '<w:vanish w:val="0"/>'), style="UnseenText", mark='<w:vanish w:val="0"/>'),
        paragraph(
            inside=inserted(words("HIDDEN", "<w:vanish/>")) + '<w:commentRangeStart w:id="1"/>' + words("HIDDEN", "<w:vanish/>") + words("Last")
        ),
        comments=comment(paragraph(inside=words("HIDDEN", "<w:vanish/>") + words("Why?"))),
    )
    assert text.body == "Seen\n\n1. First.\n\nshown again\n\nLast\n"
    assert "HIDDEN" not in str(text)
    assert What.HIDDEN in said(text)


def test_hidden_text_of_a_file_that_hides_all_words_but_some() -> None:
    everywhere = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    text = read(paragraph(inside=words("hidden") + words("seen", '<w:vanish w:val="0"/>')), styles=everywhere + STYLES)
    assert text.title == "seen"
    assert "hidden" not in str(text)


def test_notes_have_their_marks() -> None:
    cited = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>'
    body = paragraph(
        inside=words("One") + cited.format(2) + words(" own") + own + words(" two") + cited.format(4) + '<w:r><w:endnoteReference w:id="7"/></w:r>'
    )
    notes = "".join(
        f'<w:footnote w:id="{at}"><w:p><w:r><w:footnoteRef/></w:r>{words(text)}</w:p></w:footnote>'
        for at, text in ((2, " First."), (3, "* Own."), (4, " Second."), (5, " Nowhere."))
    )
    text = read(body, footnotes=NOTHING + notes, endnotes=f'<w:endnote w:id="7">{paragraph("At the end.")}{paragraph("2. More.")}</w:endnote>')
    assert text.body == "One[^1] own[^*] two[^2][^i]\n\n[^1]: First.\n\n[^*]: Own.\n\n[^2]: Second.\n\n[^i]: At the end.\\\n[§] 2. More.\n"
    assert problems(text.body) == []


def test_a_note_of_deleted_words_counts_no_more() -> None:
    gone = f'<w:del w:id="1" {BY_ADA}><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
    body = paragraph(inside=words("One") + gone + words(" two") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    notes = NOTHING + "".join(f'<w:footnote w:id="{at}">{paragraph(f"Note {at}.")}</w:footnote>' for at in (2, 3))
    assert read(body, footnotes=notes).body == "One two[^1]\n\n[^1]: Note 3.\n"
    assert read(body, footnotes=notes, tracked=Tracked.REJECT).body == "One[^1] two[^2]\n\n[^1]: Note 2.\n\n[^2]: Note 3.\n"


def test_links_lead_to_web_and_mail_only() -> None:
    links = {"a": "https://example.org/a_(b)", "b": "file:///c:/secret", "c": "mailto:ada@example.org", "d": "javascript:alert(1)"}
    runs = " ".join(f'<w:hyperlink r:id="{each}">{words(each)}</w:hyperlink>{words(" ")}' for each in links)
    text = read(paragraph(inside=runs + field('HYPERLINK "https://example.org/"', words("by field"))), links=links)
    assert text.body == "[a](https://example.org/a_%28b%29) b [c](mailto:ada@example.org) d [by field](https://example.org/)\n"
    assert What.LINK in said(text)
    assert problems(text.body) == []


def test_lines_signs_fields_and_controls() -> None:
    text = read(
        paragraph(inside="<w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t><w:softHyphen/></w:r>"),
        paragraph(inside=f'<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>{words(" done ")}<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>'),
        paragraph(inside=words("See ") + field("REF _Ref1 \\r", words("3.1")) + field("LISTNUM", "")),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('In a control.', number='1/0')}</w:sdtContent></w:sdt>",
        paragraph(
            inside=words("Asked: ") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{words('Click here')}</w:sdtContent></w:sdt>"
        ),
        paragraph(inside=field("TOC \\o", words("Contents 1"))),
        paragraph("Aims ........ 3", style="TOC1"),
        paragraph("m", inside=words("2", '<w:vertAlign w:val="superscript"/>') + words("n", '<w:vertAlign w:val="subscript"/>')),
        paragraph("Quoted.", style="Quote"),
    )
    assert text.body == "One\\\ntwo non\u2011stop\n\n✓ done\n\nSee 3.1\n\n1. In a control.\n\nAsked:\n\nm²n\n\n> Quoted.\n"
    assert said(text) >= {What.SYMBOL, What.NUMBER_FIELD, What.PLACEHOLDER, What.CONTENTS, What.RAISED}


def test_text_boxes_come_in_once_and_what_is_no_text_is_said() -> None:
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{paragraph('Boxed.', number='1/0')}</w:txbxContent></wps:txbx></wps:wsp>"
    choice = f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    older = f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph('Boxed.', number='1/0')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    text = read(
        paragraph(number="1/0", inside=words("Host.") + f"<w:r><mc:AlternateContent>{choice}{older}</mc:AlternateContent></w:r>"),
        paragraph("After.", number="1/0"),
        paragraph(inside="<w:r><w:drawing><pic:pic/></w:drawing></w:r>" + words("Pictured.") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
        header=paragraph("Draft of March"),
    )
    assert text.body == "1. Host.\n\n2. Boxed.\n\n3. After.\n\nPictured.\n"
    assert said(text) == {What.TEXT_BOX, What.PICTURE, What.EQUATION, What.MARGIN}
    not_taken = [row for row in text.report if row.outcome is Outcome.NOT_TAKEN]
    assert ["Pictured."] in [list(row.places) for row in not_taken]


def test_tables_and_merged_cells() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    down, on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    table = (
        row(wide + paragraph("Who | what"), paragraph("When"))
        + row(down + paragraph("Ada"), paragraph("Writes", number="1/0") + paragraph("and reads"), paragraph(""))
        + row(on + paragraph(""), paragraph("Signs", number="1/0"), paragraph("2026"))
    )
    text = read(
        paragraph("Before."), f"<w:tbl><w:tblPr/>{table}</w:tbl>", paragraph("After.", number="1/0"), f"<w:tbl>{row(paragraph('Framed.'))}</w:tbl>"
    )
    rows = "| Who \\| what |  | When |\n| --- | --- | --- |\n| Ada | 1. Writes and reads |  |\n|  | 2. Signs | 2026 |"
    assert text.body == f"Before.\n\n{rows}\n\n3. After.\n\nFramed.\n"
    assert said(text) == {What.MERGED_CELLS, What.LINES_IN_CELL, What.FRAME}
    assert problems(text.body) == []


def test_columns_that_are_aligned_alike_stay_so() -> None:
    right, centre = '<w:jc w:val="right"/>', '<w:jc w:val="center"/>'

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    head = row(paragraph("Party"), paragraph("Share", looks=right), paragraph("Year", looks=centre), paragraph("Note", looks=right))
    table = head + row(paragraph("KIBHR"), paragraph("10", looks=right), paragraph("2026", looks=centre), paragraph("none"))
    assert read(f"<w:tbl>{table}</w:tbl>").body.split("\n")[1] == "| --- | ---: | :---: | --- |"


CHANGED = (
    paragraph(inside=words("Keep ") + inserted(words("added ")) + deleted("removed ") + words("end."), number="1/0"),
    paragraph(inside=deleted("Deleted whole."), number="1/0", mark=mark("del")),
    paragraph(inside=inserted(words("Inserted whole.")), number="1/0", mark=mark("ins")),
    paragraph("First half ", number="1/0", mark=mark("del")),
    paragraph("second half.", number="1/0"),
    paragraph(inside=f'<w:moveFrom w:id="4" {BY_ADA}>{words("Moved.")}</w:moveFrom>', number="1/0", mark=mark("moveFrom")),
    paragraph("Last.", number="1/0"),
    paragraph(inside=f'<w:moveTo w:id="5" {BY_ADA}>{words("Moved.")}</w:moveTo>', number="1/0", mark=mark("moveTo")),
    paragraph(
        "Level.", looks='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:pPrChange w:id="6" w:author="Ada"><w:pPr/></w:pPrChange>'
    ),
)
BEFORE = "1. Keep removed end.\n\n2. Deleted whole.\n\n3. First half\n\n4. second half.\n\n5. Moved.\n\n6. Last.\n\nLevel.\n"


def test_tracked_changes_are_accepted() -> None:
    assert read(*CHANGED).body == "1. Keep added end.\n\n2. Inserted whole.\n\n3. First half second half.\n\n4. Last.\n\n5. Moved.\n\n(a) Level.\n"


@pytest.mark.parametrize("tracked", [Tracked.REJECT, Tracked.KEEP])
def test_tracked_changes_are_rejected_or_kept_apart(tracked: Tracked) -> None:
    assert read(*CHANGED, tracked=tracked).body == BEFORE


def test_tracked_changes_are_data() -> None:
    changes = read(*CHANGED, tracked=Tracked.KEEP).changes
    assert {(change.author, change.day) for change in changes} == {("Ada", "2026-03-04")}
    assert [(change.kind, change.words, change.before, change.after) for change in changes] == [
        (ChangeKind.INSERTED, "added", "1. Keep removed end.", "1. Keep added end."),
        (ChangeKind.DELETED, "removed", "1. Keep removed end.", "1. Keep added end."),
        (ChangeKind.DELETED, "Deleted whole.", "2. Deleted whole.", ""),
        (ChangeKind.INSERTED, "Inserted whole.", "", "2. Inserted whole."),
        (ChangeKind.DELETED, "", "3. First half", "3. First half second half."),
        (ChangeKind.MOVED_AWAY, "Moved.", "5. Moved.", ""),
        (ChangeKind.MOVED_HERE, "Moved.", "", "5. Moved."),
    ]


def test_rows_of_tables_are_tracked_too() -> None:
    def row(text: str, change: str) -> str:
        return f"<w:tr><w:trPr>{change}</w:trPr><w:tc>{paragraph(text)}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"

    table = f"<w:tbl>{row('Head', '')}{row('New', mark('ins'))}{row('Old', mark('del'))}</w:tbl>"
    head = "| Head | x |\n| --- | --- |\n"
    assert read(table).body == f"{head}| New | x |\n"
    assert read(table, tracked=Tracked.REJECT).body == f"{head}| Old | x |\n"


def test_comments_are_data_and_no_text() -> None:
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    text = read(
        paragraph(inside=words("The ") + start + words("parties"), number="1/0"),
        paragraph(inside=words("share") + end + words(".")),
        comments=comment(paragraph("Who?") + paragraph("And when?")),
    )
    assert text.body == "1. The parties\n\nshare.\n"
    (remark,) = text.comments
    assert (remark.author, remark.day, remark.text, remark.passage) == ("Cleo", "2026-01-02", "Who?\nAnd when?", "1. The parties")
    assert remark.words == "partiesshare"


def test_right_to_left_runs_stay_in_logical_order_without_marks() -> None:
    runs = words("\u200fالمادة ", "<w:rtl/>") + words("5\u200e") + words("\u202b (أ)\u202c", "<w:rtl/>")
    assert read(paragraph(inside=runs, looks="<w:bidi/>")).body.startswith("المادة 5 (أ)")


def test_the_title_is_that_of_its_style_or_a_short_first_paragraph() -> None:
    plain = word_file(paragraph("A short beginning") + paragraph("Then text."), styles=STYLES)
    assert markdown_of(read_word_file(plain)).title == "A short beginning"
    two = word_file(paragraph("Letterhead") + paragraph("Memo on", style="Title") + paragraph("rights", style="Title"), styles=STYLES)
    text = markdown_of(read_word_file(two))
    assert (text.title, text.body) == ("Memo on rights", "Letterhead\n")
