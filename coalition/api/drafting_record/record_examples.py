"""Examples of bodies and answers about the public record of drafting."""

from __future__ import annotations

from typing import Any

_LINE = {
    "edition": 1,
    "provision": "p3",
    "title": "Provision 3",
    "operation": "replace",
    "language": "en",
    "outcome": "accepted",
    "original": "The organisations publish reports.",
    "text": "The organisations publish their reports each year.",
    "reason": "Without a term it is a wish.",
    "decision_reason": "",
    "organisation": "kibhr",
    "co_sponsors": ["crude-accountability"],
}
_CANDIDATES = {
    "items": [
        {
            "number": 12,
            "organisation": "kibhr",
            "provision": "p3",
            "operation": "replace",
            "language": "en",
            "outcome": "accepted",
            "by_name": True,
            "published": True,
            "taken_back": False,
        }
    ],
    "next": None,
    "others": 3,
}
RECORD_BODIES: dict[str, Any] = {"api.drafting.create": {"amendments": [12], "reasons": False}}
RECORD_ANSWERS: dict[str, Any] = {
    "api.drafting.show": {"items": [_LINE], "next": None},
    "api.drafting_candidates.list": _CANDIDATES,
    "api.drafting.create": {"made": "at_once", "items": [_LINE]},
}
