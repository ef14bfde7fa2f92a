"""What files of a draft say: their words, their comments, and whose their tracked changes are."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
from msgspec import Struct

from coalition.word_files.writing_files import MEDIA_TYPE
from tests.word_files.word_reader import W, part

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    import httpx


class WordFile(Struct, frozen=True):
    """A Word file: its bytes."""

    content: bytes

    @property
    def everything(self) -> str:
        """All its parts as they are written."""
        archive = zipfile.ZipFile(io.BytesIO(self.content))
        return "\n".join(archive.read(name).decode() for name in archive.namelist())

    @property
    def words(self) -> str:
        """The text, paragraph by paragraph, with marks of what was inserted and deleted, underlined and struck through."""
        return "\n".join(self._paragraph(each) for each in part(self.content, "word/document.xml").iter(f"{W}p"))

    def _paragraph(self, paragraph: ET.Element) -> str:
        said = ""
        for run in paragraph.iter(f"{W}r"):
            text = "".join(each.text or "\n" for each in run if each.tag in {f"{W}t", f"{W}delText", f"{W}br"})
            looks = run.find(f"{W}rPr")
            signs = {f"{W}u": "[_{}_]", f"{W}strike": "[~{}~]"}
            sign = next((signs[look.tag] for look in looks if look.tag in signs), "{}") if looks is not None else "{}"
            said += sign.format(text) if text else ""
        return said

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """The tracked changes of words: what happened, whose it is, and the words."""
        found = [each for each in part(self.content, "word/document.xml").iter() if each.tag in {f"{W}ins", f"{W}del"}]
        changes = [(each.tag.removeprefix(W), each.get(f"{W}author"), "".join(each.itertext())) for each in found]
        return [change for change in changes if change[2]]

    @property
    def comments(self) -> list[tuple[str, str, list[str]]]:
        """The comments: whose each is, the words beside which it stands, and its paragraphs."""
        beside = {}
        for paragraph in part(self.content, "word/document.xml").iter(f"{W}p"):
            for begin in paragraph.iter(f"{W}commentRangeStart"):
                beside[begin.get(f"{W}id")] = self._paragraph(paragraph)
        comments = part(self.content, "word/comments.xml").findall(f"{W}comment")
        return [(each.get(f"{W}author"), beside[each.get(f"{W}id")], ["".join(line.itertext()) for line in each.iter(f"{W}p")]) for each in comments]

    def check_metadata(self, title: str, language: str) -> None:
        """Check that python-docx can read it, and that its properties name nobody."""
        properties = docx.Document(io.BytesIO(self.content)).core_properties
        assert (properties.title, properties.language, properties.author, properties.last_modified_by) == (title, language, "", "")
        assert properties.created is None


async def word(browser: httpx.AsyncClient, here: str, way: str, **more: str) -> WordFile:
    """Take a draft along as a Word file."""
    answer = await browser.get(f"{here}.docx", params={"view": way, **more})
    assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (200, MEDIA_TYPE, "no-store")
    return WordFile(answer.content)


async def markdown(browser: httpx.AsyncClient, here: str, way: str, **more: str) -> str:
    """Take a draft along as Markdown."""
    answer = await browser.get(f"{here}.md", params={"view": way, **more})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    return answer.text
