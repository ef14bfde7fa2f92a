"""Word files as six programs write them, each with the numbers that the program prints, in order."""

from __future__ import annotations

from typing import NamedTuple

from tests.word_files.word_parts import definition, level, numbers, paragraph, starts, style, word_file, words


class Made(NamedTuple):
    """A file, and the numbers printed in it, each with the words of its paragraph."""

    content: bytes
    printed: list[tuple[str, str]]


class _Text:
    """Gathers paragraphs, and the numbers that are to be printed before them."""

    def __init__(self) -> None:
        self.body: list[str] = []
        self.printed: list[tuple[str, str]] = []

    def add(self, printed: str, text: str, **more: str) -> None:
        self.body.append(paragraph(text, **more))
        if printed:
            self.printed.append((printed, text))


def by_word() -> Made:
    """Word: levels bound to styles with localised ids, a restarted and a continued list, padded numbers beside a format for older programs."""
    text = _Text()
    padded = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    articles = [
        level(0, "decimal", "Artikkel %1 –", more='<w:pStyle w:val="Artikkel"/>', indent=0),
        level(1, "decimal", "%1.%2", more='<w:pStyle w:val="Ledd"/>', indent=360),
        level(2, "lowerLetter", "%3)", indent=720),
        level(3, "lowerRoman", "(%4)", indent=1080),
    ]
    points = [level(0, "decimal", "%1.", indent=360), level(1, "lowerLetter", "%2)", indent=720)]
    padding = level(0, "decimal", "Rule %1", indent=0).replace('<w:numFmt w:val="decimal"/>', padded)
    text.add("", "Avtale", style="Tittel")
    text.add("Artikkel 1 –", "Partene deler det de vet.", style="Artikkel")
    text.add("1.1", "Med kilde.", style="Ledd")
    text.add("a)", "Skriftlig.", number="1/2")
    text.add("(i)", "På papir.", number="1/3")
    text.add("(ii)", "På skjerm.", number="1/3")
    text.add("b)", "Muntlig.", number="1/2")
    text.add("1.2", "Uten kostnad.", style="Ledd")
    text.add("Artikkel 2 –", "Partene møtes.", style="Artikkel")
    text.add("2.1", "Hvert år.", style="LeddUtenLuft")
    text.add("1.", "Første punkt.", number="2/0")
    text.add("2.", "Andre punkt.", number="2/0")
    text.add("", "Etter et avsnitt fortsetter listen.")
    text.add("3.", "Tredje punkt.", number="2/0")
    text.add("1.", "Listen begynner på nytt.", number="3/0")
    text.add("a)", "Under det.", number="3/1")
    text.add("2.", "Begge lister teller sammen.", number="2/0")
    text.add("Rule 001", "Padded.", number="4/0")
    text.add("Rule 002", "Padded too.", number="4/0")
    text.add("", "Not numbered by its own word.", style="Ledd", number="0/0")
    definitions = [definition(10, articles), definition(11, points), definition(12, [padding])]
    lists = [numbers(1, 10), numbers(2, 11), numbers(3, 11, starts(0, 1)), numbers(4, 12)]
    styles = [
        style("Normal", "Normal", default=True),
        style("Tittel", "Title"),
        style("Artikkel", "Avtaleartikkel", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>'),
        style("Ledd", "Avtaleledd", paragraph='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        style("LeddUtenLuft", "Ledd uten luft", based_on="Ledd"),
    ]
    return Made(word_file("".join(text.body), numbering="".join(definitions + lists), styles="".join(styles)), text.printed)


def by_libreoffice() -> Made:
    """LibreOffice: ten levels in every list, each list restarted by a number of its own, Russian and Arabic letters, runs from right to left."""
    text = _Text()
    russian = [level(0, "russianLower", "%1)", indent=720), *(level(at, "none", "", suff="nothing") for at in range(1, 9))]
    numerals = [level(0, "decimal", "%1.", indent=360), level(1, "decimal", "%1.%2.", indent=720), level(2, "russianUpper", "%3.", indent=1080)]
    arabic = [level(0, "arabicAbjad", "%1)", indent=360), level(1, "arabicAlpha", "(%2)", indent=720)]
    text.add("", "Меморандум", style="Title")
    text.add("", "Цели", style="Heading1")
    text.add("1.", "Стороны обмениваются сведениями.", style="BodyText", number="1/0")
    text.add("1.1.", "Письменно.", style="BodyText", number="1/1")
    text.add("А.", "На бумаге.", style="BodyText", number="1/2")
    text.add("Б.", "На экране.", style="BodyText", number="1/2")
    text.add("1.2.", "Устно.", style="BodyText", number="1/1")
    text.add("2.", "Стороны встречаются.", style="BodyText", number="1/0")
    for letter in "абвгдежзиклмн":
        text.add(f"{letter})", f"Пункт {letter}.", style="BodyText", number="2/0")
    text.add("а)", "Снова первый.", style="BodyText", number="3/0")
    text.add("", "الأهداف", style="Heading1")
    for letter, inner in (("أ", ""), ("ب", ""), ("ج", "أ"), ("د", "ب")):
        text.body.append(paragraph(number="4/0", looks="<w:bidi/>", inside=words("نص", "<w:rtl/>") + words(" أول", "<w:rtl/><w:bCs/>")))
        text.printed.append((f"{letter})", "نص أول"))
        if inner:
            text.add(f"({'أ'})", "نص تحته", number="4/1", looks="<w:bidi/>")
    definitions = [definition(1, numerals), definition(2, russian), definition(3, arabic)]
    lists = [numbers(1, 1), numbers(2, 2), numbers(3, 2, starts(0, 1)), numbers(4, 3)]
    styles = [
        style("Normal", "Normal", default=True),
        style("BodyText", "Body Text", based_on="Normal"),
        style("Title", "Title"),
        style("Heading1", "Heading 1", paragraph='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="0"/>'),
    ]
    return Made(word_file("".join(text.body), numbering="".join(definitions + lists), styles="".join(styles)), text.printed)


def by_google() -> Made:
    """Google Docs: a definition for each list, three formats in turn, `rtl` switched off in every run, levels after Z."""
    text = _Text()
    turns = [level(at, ("decimal", "lowerLetter", "lowerRoman")[at % 3], f"%{at + 1}.") for at in range(9)]
    letters = [level(0, "upperLetter", "%1)", start=25), level(1, "decimal", "%1%2)")]

    def say(printed: str, words_of_it: str, number: str) -> None:
        text.body.append(paragraph(number=number, looks='<w:ind w:left="720" w:hanging="360"/>', inside=words(words_of_it, '<w:rtl w:val="0"/>')))
        text.printed.append((printed, words_of_it))

    text.add("", "Recommendations", style="Title")
    for printed, words_of_it, number in [
        ("1.", "To the host.", "1/0"),
        ("a.", "First.", "1/1"),
        ("i.", "In part.", "1/2"),
        ("ii.", "In whole.", "1/2"),
        ("b.", "Second.", "1/1"),
        ("2.", "To the parties.", "1/0"),
        ("1.", "Another list.", "2/0"),
        ("a.", "Below it.", "2/1"),
        ("Y)", "Before the last letter.", "3/0"),
        ("Z)", "The last letter.", "3/0"),
        ("Z1)", "Below it.", "3/1"),
        ("AA)", "After the last letter.", "3/0"),
        ("BB)", "And on.", "3/0"),
        ("Recommendation 1.", "Words before the number.", "4/0"),
        ("Recommendation 2.", "Words before the number again.", "4/0"),
    ]:
        say(printed, words_of_it, number)
    named = [level(0, "decimal", "Recommendation %1.")]
    definitions = [definition(1, turns), definition(2, turns), definition(3, letters), definition(4, named)]
    lists = [numbers(at, at) for at in range(1, 5)]
    styles = [style("Normal", "normal", default=True), style("Title", "Title")]
    return Made(word_file("".join(text.body), numbering="".join(definitions + lists), styles="".join(styles)), text.printed)


def by_pages() -> Made:
    """Pages: lists are styles that link to each other, and numbers begin where an override says."""
    text = _Text()
    imported = [
        level(0, "upperRoman", "%1.", indent=0),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>", indent=360),
        level(2, "decimalZero", "§ %3", indent=720),
    ]
    text.add("", "Memorandum", style="Title")
    text.add("I.", "General.", number="1/0")
    text.add("1.1", "The parties share.", number="1/1")
    text.add("§ 01", "In writing.", number="1/2")
    text.add("§ 02", "By word of mouth.", number="1/2")
    text.add("1.2", "The parties meet.", number="1/1")
    text.add("II.", "Particular.", number="1/0")
    text.add("2.1", "Costs.", number="1/1")
    text.add("VII.", "A number that was set.", number="2/0")
    text.add("7.1", "Below it.", number="2/1")
    definitions = [
        definition(1, [], more='<w:numStyleLink w:val="ImportedStyle1"/>'),
        definition(2, imported, more='<w:styleLink w:val="ImportedStyle1"/>'),
    ]
    lists = [numbers(1, 1), numbers(2, 1, starts(0, 7)), numbers(9, 2)]
    link = style("ImportedStyle1", "Imported Style 1", kind="numbering", paragraph='<w:numPr><w:numId w:val="9"/></w:numPr>')
    styles = [style("Body", "Body", default=True), style("Title", "Title"), link]
    return Made(word_file("".join(text.body), numbering="".join(definitions + lists), styles="".join(styles)), text.printed)


def by_pandoc() -> Made:
    """Pandoc: one definition for all lists, restarted at every level, and an invisible list for paragraphs that go on."""
    text = _Text()
    plain = [level(at, "decimal", f"%{at + 1}.") for at in range(9)]
    brackets = [level(at, "lowerLetter", f"({'%'}{at + 1})") for at in range(9)]
    unseen = [level(at, "bullet", " ") for at in range(9)]
    every = "".join(starts(at, 1) for at in range(9))
    text.add("", "Memo", style="Title")
    text.add("", "Aims", style="Heading1")
    text.add("1.", "First.", number="1001/0")
    text.add("", "It goes on.", number="1000/0")
    text.add("(a)", "Below.", number="1002/1")
    text.add("(b)", "Below too.", number="1002/1")
    text.add("2.", "Second.", number="1001/0")
    text.add("", "Means", style="Heading1")
    text.add("1.", "First again.", number="1003/0")
    text.add("(a)", "Below it.", number="1004/1")
    text.add("2.", "Second again.", number="1003/0")
    text.add("3.", "Where it was asked to begin.", number="1005/0")
    definitions = [definition(99411, plain), definition(99431, brackets), definition(990, unseen)]
    lists = [
        numbers(1000, 990),
        numbers(1001, 99411, every),
        numbers(1002, 99431, every),
        numbers(1003, 99411, every),
        numbers(1004, 99431, every),
        numbers(1005, 99411, "".join(starts(at, 3) for at in range(9))),
    ]
    styles = [
        style("Normal", "Normal", default=True),
        style("Title", "Title"),
        style("Heading1", "heading 1", paragraph='<w:outlineLvl w:val="0"/>'),
    ]
    return Made(word_file("".join(text.body), numbering="".join(definitions + lists), styles="".join(styles)), text.printed)


def by_python_docx() -> Made:
    """python-docx: numbers only by styles, one definition with a single level for each."""
    text = _Text()
    text.add("", "Memo", style="Title")
    text.add("Part One:", "In words.", style="Parts")
    text.add("1.", "First.", style="ListNumber")
    text.add("1st", "As an ordinal.", style="Ordinals")
    text.add("2nd", "As another one.", style="Ordinals")
    text.add("2.", "Second.", style="ListNumber")
    text.add("1)", "Below.", style="ListNumber2")
    text.add("2)", "Below too.", style="ListNumber2")
    text.add("Part Two:", "In words again.", style="Parts")
    text.add("3.", "Third.", style="ListNumber")
    text.add("א.", "By Hebrew letters.", style="Hebrew")
    text.add("१.", "By the digits of Hindi.", style="Hindi")
    made = {
        "Parts": level(0, "cardinalText", "Part %1:", indent=0),
        "ListNumber": level(0, "decimal", "%1.", indent=360),
        "ListNumber2": level(0, "decimal", "%1)", indent=720),
        "Ordinals": level(0, "ordinal", "%1", indent=720),
        "Hebrew": level(0, "hebrew1", "%1.", indent=360),
        "Hindi": level(0, "hindiNumbers", "%1.", indent=360),
    }
    definitions = [definition(at, [each]) for at, each in enumerate(made.values(), start=1)]
    lists = [numbers(at, at) for at in range(1, len(made) + 1)]
    styles = [style("Normal", "Normal", default=True), style("Title", "Title")]
    styles += [style(name, name, paragraph=f'<w:numPr><w:numId w:val="{at}"/></w:numPr>') for at, name in enumerate(made, start=1)]
    return Made(word_file("".join(text.body), numbering="".join(definitions + lists), styles="".join(styles)), text.printed)


MAKERS = (by_word, by_libreoffice, by_google, by_pages, by_pandoc, by_python_docx)


def with_everything() -> bytes:
    """Return a file with numbers, a note, a table, hidden text, a comment, tracked changes and what does not come in."""
    by_ada = 'w:author="Ada Lind" w:date="2026-03-04T10:00:00Z"'
    added = f'<w:ins w:id="1" {by_ada}>{words("at least twice a year ")}</w:ins>'
    gone = f'<w:del w:id="2" {by_ada}><w:r><w:delText xml:space="preserve">sometimes </w:delText></w:r></w:del>'
    asked = f'<w:commentRangeStart w:id="1"/>{words("costs")}<w:commentRangeEnd w:id="1"/>'
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Who", "What"))
    body = (
        paragraph("Memorandum from a file", style="Title")
        + paragraph("Aims", style="Heading1")
        + paragraph(
            inside=words("The parties ") + words("share", "<w:b/>") + words(" what they know.") + words("SECRET", "<w:vanish/>"), number="1/0"
        )
        + paragraph(inside=words("They meet ") + added + gone + words("in turn.") + '<w:r><w:footnoteReference w:id="2"/></w:r>', number="1/0")
        + paragraph(inside=words("Each bears its ") + asked + words("."), number="1/1")
        + paragraph("A list that begins again.", number="2/0")
        + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
        + paragraph(inside="<w:r><w:drawing><pic:pic/></w:drawing></w:r>" + words("2013. It began."))
    )
    levels = [level(0, "decimal", "Rule %1."), level(1, "lowerLetter", "(%2)")]
    styles = style("Normal", "Normal", default=True) + style("Title", "Title")
    return word_file(
        body,
        numbering=definition(1, levels) + numbers(1, 1) + numbers(2, 1, starts(0, 1)),
        styles=styles + style("Heading1", "heading 1", paragraph='<w:outlineLvl w:val="0"/>'),
        footnotes=f'<w:footnote w:id="2">{paragraph("By turns of a year.")}</w:footnote>',
        comments=f'<w:comment w:id="1" w:author="Cleo Roth" w:date="2026-03-05T00:00:00Z">{paragraph("Which ones?")}</w:comment>',
        header=paragraph("Draft"),
    )
