"""What everybody would read of an entry, as a request to publish or correct it holds it, and the second coordinator reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.deliveries.tables import DeliveryWay, EntryKind
from coalition.languages import Message, date_text, language_name
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.deliveries.views import EntryView

_WORDS = {
    "to": Message("Addressee"),
    "by": Message("Who delivered it"),
    "organisation": Message("Organisation"),
    "remark": Message("Remark"),
    "document": Message("Document"),
    "link": Message("Link"),
}
_SILENT = Message("No answer was received.")


def as_read(view: EntryView) -> dict[str, Any]:
    """Return what everybody would read, as values of a request."""
    named = [" · ".join(filter(None, (name.name, name.office))) for name in view.addressee.names.values()] if view.addressee else []
    return {
        "kind": view.kind.value,
        "day": view.day.iso,
        "way": view.way.value if view.way else "",
        "silent": view.silent,
        "to": " / ".join(named),
        "by": view.deliverer,
        "organisation": view.organisation.primary.name if view.organisation else "",
        "remark": view.remark,
        "document": view.document,
        "link": view.link,
        "scan": view.scan.digest if view.scan else "",
        "texts": [[said.language, said.title, said.text, said.scan_text] for said in view.texts.values()],
    }


def scan_text_in(read: Mapping[str, Any], language: str) -> str:
    """Return what is said of the scan in a language, else in the first."""
    texts = {code: words[-1] for code, *words in read["texts"]}
    return texts.get(language) or next(iter(texts.values()), "")


def facts_of(read: Mapping[str, Any], language: str) -> list[tuple[Message, str]]:
    """Return the lines that the second coordinator reads."""
    facts = [
        (Message("Entry of the timeline"), EntryKind(read["kind"]).word.text(language)),
        (Message("Day"), date_text(PartialDate(read["day"]), language)),
    ]
    if read["way"]:
        facts.append((Message("Way of delivery"), DeliveryWay(read["way"]).word.text(language)))
    if read["silent"]:
        facts.append((EntryKind.ANSWER.word, _SILENT.text(language)))
    facts += [(label, read[name]) for name, label in _WORDS.items() if read[name]]
    for code, *words in read["texts"]:
        facts.append((Message("Words"), " · ".join(filter(None, (language_name(code, language), *words)))))
    return facts
