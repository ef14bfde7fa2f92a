"""Examples of bodies and answers about appeals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coalition import clock

_TEXT = {
    "language": "en",
    "title": "Release the librarian",
    "body": "We, the undersigned, are alarmed.\n\n1. She was taken from her home.",
    "about": "A librarian from a small port town.",
    "asked": "To release her at once.",
}
_TO = {"names": [{"language": "en", "name": "Minister of the Interior", "office": ""}], "link": None, "organisation": None}
OF_TEXT: dict[str, Any] = {
    "about": {"en": "A librarian from a small port town."},
    "asked": {"en": "To release her at once."},
    "names": [],
    "until": "2035-12-05T16:00:00Z",
    "time_zone": "Asia/Beirut",
}
_LISTED: dict[str, Any] = {
    "slug": "release-the-librarian",
    "titles": {"en": "Release the librarian"},
    "state": "open",
    "appeal": OF_TEXT,
    "outcome": None,
}
_BODY = {
    "closes_on": (clock.today() + timedelta(days=7)).isoformat(),
    "closes_at": "18:00",
    "zone": "Asia/Beirut",
    "texts": [_TEXT | {"to": "Minister of the Interior"}],
}
_LETTER = {"language": "en", "discreet": False, "number": 12, "subject": "Urgent appeal: Release the librarian", "text": "Dear Ben, …"}
_TO_SEND = {
    "slug": "release-the-librarian",
    "forum": None,
    "until": "2035-12-05T16:00:00Z",
    "time_zone": "Asia/Beirut",
    "texts": [_TEXT],
    "addressees": [_TO],
    "networks": ["solidarity"],
    "named": 0,
    "risks": [],
    "letters": [],
    "members": 0,
    "members_without_contact": 0,
    "seen": "0f8c2d4e6a1b3c5d7e9f0a1b2c3d4e5f",
}
_LETTERS = {"total": 12, "sent": 7, "came_back": 1, "waiting": 4, "signed": 2, "asked": 12}
_PERSON = {
    "number": 1,
    "names": {"en": "Zarina Quilova"},
    "agreed": "2026-01",
    "means": "a signed paper",
    "purpose": "her full name, on this site",
    "until": None,
}
APPEAL_BODIES: dict[str, Any] = {
    "api.appeal.create": _BODY,
    "api.appeal.update": _BODY,
    "api.appeal_networks.update": {"networks": ["solidarity"]},
    "api.appeal_sending.create": {"seen": "0f8c2d4e6a1b3c5d7e9f0a1b2c3d4e5f"},
}
APPEAL_ANSWERS: dict[str, Any] = {
    "api.appeals.list": {"items": [_LISTED], "next": None},
    "api.appeal.show": _LISTED | {"addressees": [_TO]},
    "api.appeal.create": _TO_SEND,
    "api.appeal.update": _TO_SEND,
    "api.appeal.remove": _TO_SEND,
    "api.appeal_networks.update": _TO_SEND,
    "api.appeal_check.show": _TO_SEND | {"letters": [_LETTER], "members": 13, "members_without_contact": 1},
    "api.appeal_sending.create": {"made": "at_once"},
    "api.appeal_letters.show": _LETTERS,
    "api.appeal_people.list": {"items": [_PERSON]},
    "api.appeal_person.remove": {"items": []},
}
