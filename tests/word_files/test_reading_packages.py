"""A file that is no Word file, is damaged, protected or dangerous is refused with a sentence that says what to do."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.word_files import reading_packages
from coalition.word_files.reading_markdown import markdown_of
from coalition.word_files.reading_packages import UnreadableWordFile
from coalition.word_files.reading_word_files import read_word_file
from tests import budget
from tests.word_files.makers import by_word
from tests.word_files.word_parts import MAIN_TYPE, OFFICE, paragraph, word_file


def changed(content: bytes, path: str, data: bytes) -> bytes:
    """The file with one of its parts replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == path else old.read(name))
    return packed.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableWordFile) as refusal:
        read_word_file(content)
    return str(refusal.value.message)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no Word file"),
        (b"# Markdown", "no Word file"),
        (b"{\\rtf1 x}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of the old kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut", "damaged"),
        (word_file(paragraph("x"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (word_file(paragraph("x"), more={"word/vbaProject.bin": b"x"}), "macros"),
        (word_file(paragraph("x"), main_type="application/vnd.oasis.opendocument.text"), "no Word file"),
        (changed(word_file(paragraph("x")), "word/document.xml", b"<w:document"), "damaged"),
        (changed(word_file(paragraph("x")), "_rels/.rels", b"<Relationships/>"), "no Word file"),
    ],
)
def test_other_files_are_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in refused(content)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for declared in (bomb, b'<!DOCTYPE x SYSTEM "file:///etc/hostname">', b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'):
        for path in ("word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"):
            file = word_file(paragraph("x"), styles="")
            with zipfile.ZipFile(io.BytesIO(file)) as packed:
                xml = packed.read(path).partition(b"?>\n")[2]
            assert "damaged" in refused(changed(file, path, declared + xml))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_packages, "_LARGEST_PART", 100_000)
    assert "too large" in refused(word_file(paragraph("x" * 200_000)))
    assert "too large" in refused(word_file(paragraph("x"), styles=" " * 200_000))
    monkeypatch.setattr(reading_packages, "_LARGEST_FILE", 500)
    assert "too large" in refused(word_file(paragraph("x")))


def test_a_file_nested_too_deeply_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + paragraph("x") + "</w:sdtContent></w:sdt>" * 400
    assert "damaged" in refused(word_file(deep))


def test_the_strict_variant_is_read() -> None:
    content = word_file(paragraph("First paragraph.") + paragraph("Text."))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        xml = packed.read("word/document.xml")
    strict = xml.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert markdown_of(read_word_file(changed(content, "word/document.xml", strict))).body == "Text.\n"


def test_a_template_is_read_and_the_largest_sizes_are_as_documented() -> None:
    content = word_file(paragraph("Title") + paragraph("Text."), main_type=MAIN_TYPE.replace("document.main", "template.main"))
    assert markdown_of(read_word_file(content)).body == "Text.\n"
    assert OFFICE


@settings(max_examples=budget.SEQUENCES * 5, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_fails(data: st.DataObject) -> None:
    """Bytes of a part are cut out or doubled, or those of the archive: the answer is a text or a refusal."""
    content = bytearray(by_word().content)
    path = data.draw(st.sampled_from(["", "word/document.xml", "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"]))
    if path:
        with zipfile.ZipFile(io.BytesIO(bytes(content))) as packed:
            part = bytearray(packed.read(path))
        at, length = data.draw(st.integers(0, len(part))), data.draw(st.integers(0, 60))
        part[at : at + length] = data.draw(st.sampled_from([b"", b"<w:p/>", b'"9"', b"-1", b"99999999999999999999"]))
        content = bytearray(changed(bytes(content), path, bytes(part)))
    else:
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
    try:
        markdown_of(read_word_file(bytes(content)))
    except UnreadableWordFile:
        return
