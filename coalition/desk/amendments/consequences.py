"""What becomes of the draft when an amendment is accepted, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.amendments.tables import Operation
from coalition.languages import Message, NameOfLanguage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.views import AmendmentView
    from coalition.drafting.current_texts import EditionTexts


def consequence_of(shown: AmendmentView, texts: EditionTexts) -> Sequence[Message]:
    """Say which revision an acceptance makes, and which languages are out of date then; nothing where it cannot be accepted."""
    line = shown.line
    text = texts.languages.get(line.language)
    if not line.is_open or text is None:
        return []
    becomes = Message(
        "If you accept it, it becomes revision {number} of the text in {language}.", number=text.version + 1, language=NameOfLanguage(line.language)
    )
    if line.operation is Operation.DELETE:
        return [becomes, Message("The provision is removed in every language, with what stands below it.")]
    others = [code for code in texts.languages if code != line.language]
    if line.operation is not Operation.REPLACE:
        return [becomes, *([Message("The other languages lack the new provision until it is translated.")] if others else [])]
    outdated = [NameOfLanguage(code) for code in others if texts.provision(code, line.provision)]
    if not outdated:
        return [becomes]
    return [becomes, Message("What will be marked as out of date: {languages}.", languages=outdated)]
