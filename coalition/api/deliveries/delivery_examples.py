"""Examples of bodies and answers about addressees and timelines."""

from __future__ import annotations

from typing import Any

_KEY = "7d0b6a5c-4e3f-4a1b-9d0b-6a5c4e3f2a1b"
_NAMES = [{"language": "en", "name": "Ministry of Justice", "office": "Minister"}]
_TYPED = {"language": "en", "title": "Received at the gate", "text": "An officer signed our copy."}
_TEXTS = [_TYPED | {"scan_text": "The page with the stamp."}]
_TO = {"names": _NAMES, "link": "https://justice.example.org", "organisation": None}
_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_SIZE = {"digest": _DIGEST, "width": 1131, "height": 1600}
_ADDRESS = f"https://memo.example.org/pictures/timelines/{_KEY}/{_DIGEST}"
_SCAN = _SIZE | {"url": f"{_ADDRESS}.jpg", "small_url": f"{_ADDRESS}-small.jpg"}
_DELIVERY = {
    "kind": "delivery",
    "on": "2026-11-20",
    "way": "handed_over",
    "by": "Two delegates",
    "organisation": "kibhr",
    "silent": False,
    "remark": "",
    "link": None,
    "document": "No. 12/4",
    "scan": _SCAN,
    "texts": _TEXTS,
    "published": "2026-11-21",
    "corrected": None,
    "withdrawn": None,
}
_OWN = _DELIVERY | {"id": _KEY, "state": "public", "addressee": 1, "remind_on": "2026-12-20"}
_WITH_NOTE = _OWN | {"evidence": "The copy with the stamp is in folder 12."}
_FILE = {"number": 1, "kind": "pdf", "bytes": 214000}
_ADDRESSEES = {"items": [_TO | {"number": 1, "place": 1}]}
_BODY = {"addressee": 1, "on": "2026-11-20", "way": "handed_over", "by": "Two delegates", "texts": [_TYPED], "evidence": "The copy with the stamp."}
_ENTRY: dict[str, Any] = _DELIVERY | {"id": _KEY, "addressee": _TO}
OF_TEXT: dict[str, Any] = {"addressees": [_TO], "timeline": [_ENTRY]}
DELIVERY_BODIES: dict[str, Any] = {
    "api.addressee.create": {"names": _NAMES, "link": "https://justice.example.org"},
    "api.addressee.update": {"names": _NAMES, "place": 1},
    "api.delivery.create": _BODY | {"answer": {"on": "2026-11-29", "silent": True}},
    "api.update.create": {"on": "2026-11-22", "texts": [_TYPED]},
    "api.delivery.update": _BODY | {"kind": "delivery", "scan": _DIGEST, "texts": _TEXTS},
}
DELIVERY_ANSWERS: dict[str, Any] = {
    "api.timeline.show": {"items": [_ENTRY], "next": None},
    "api.addressees.list": _ADDRESSEES,
    "api.addressee.create": _ADDRESSEES,
    "api.addressee.update": _ADDRESSEES,
    "api.deliveries.list": {"items": [_OWN], "next": None},
    "api.delivery.show": _WITH_NOTE,
    "api.delivery.create": {"items": [_WITH_NOTE]},
    "api.update.create": {"items": [_WITH_NOTE]},
    "api.delivery.update": {"made": "at_once", "entry": _ENTRY},
    "api.entry_files.list": {"items": [_FILE | {"name": "stamp.pdf"}]},
    "api.entry_file.create": _FILE,
    "api.entry_file.remove": _FILE,
    "api.entry_scan.create": _SIZE | {"bytes": 214000},
    "api.reminder.update": _OWN,
    "api.delivery.publish": {"made": "at_once", "entry": _ENTRY},
}
