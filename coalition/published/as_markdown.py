"""A text in one language as Markdown, followed by the statements of the parties, and the signed bytes of all authentic texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coalition.languages import Message, date_text
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.statements.views import with_objections
from coalition.text.digests import canonical_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.published.memorandum import PublicMemorandum, PublicText
    from coalition.statements.views import Stated

_MARKUP = re.compile(r"([\\`*_\[\]{}<>#|!~&])|^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def markdown_file(text: PublicText, statements: Sequence[Stated] = ()) -> bytes:
    """Return a text in one language: its title as the first heading, then its body; public statements stand in a section after a rule."""
    section = [statements_head(text), statements_part(statements, text), b"\n"] if statements else []
    return b"".join([f"# {text.title}\n\n{text.body}".encode(), *section])


def statements_head(text: PublicText) -> bytes:
    """Return what stands above the statements."""
    heading = Message("Statements").text(_language(text))
    remark = Message("What follows is not part of the text: the statements of the parties.").text(_language(text))
    return f"\n\n---\n\n## {heading}\n\n{remark}".encode()


def statements_part(statements: Sequence[Stated], text: PublicText) -> bytes:
    """Return some of the statements."""
    lines = [line for stated in with_objections(statements) for line in _statement(stated, _language(text))]
    return "".join(f"\n{line}" for line in lines).encode()


def _language(text: PublicText) -> str:
    """Return the language of what is not part of the text."""
    return text.language if text.language in SUPPORTED_LANGUAGES else SUPPORTED_LANGUAGES[0]


def _statement(stated: Stated, language: str) -> Iterator[str]:
    made = date_text(stated.made, language) if stated.made else Message("date not known").text(language)
    yield from ("", f"### {stated.title.text(language)}", "")
    yield f"{_plain(stated.then.primary.name)} · {_plain(stated.about.text(language))} · {made}"
    for paragraph in stated.paragraphs:
        yield from ("", *(f"> {line}" for line in _plain(paragraph).splitlines()))
    for remark in [*stated.remarks, *stated.ending]:
        yield from ("", _plain(remark.text(language)))


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it was typed."""
    return _MARKUP.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}{_escaped_marker(found[3])}", text)


def _escaped_marker(marker: str) -> str:
    """Return the beginning of a line that would begin a list or a heading, so that it does not."""
    return f"{marker[:-1]}\\{marker[-1]}"


def bundle_file(public: PublicMemorandum) -> bytes:
    """Return the bytes whose SHA-256 is the digest: the text in every authentic language."""
    return canonical_bundle({text.language: (text.title, text.body) for text in public.authentic_texts})
