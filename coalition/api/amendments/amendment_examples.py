"""Examples of bodies and answers about amendments and comments."""

from __future__ import annotations

from typing import Any

from coalition.rounds.tables import AnswerDisclosure

_AMENDMENT = {
    "number": 12,
    "operation": "replace",
    "provision": "p3",
    "provision_number": "3.",
    "language": "ru",
    "state": "submitted",
    "organisation": "kibhr",
    "disclosure": AnswerDisclosure.NAMED.value,
    "public_answer": "named",
    "submitted_at": "2026-11-29T10:15:00Z",
    "round": 1,
    "late": False,
    "referred": False,
    "moved_on": False,
    "co_sponsors": ["crude-accountability"],
    "recommended": {"outcome": "accepted", "reason": "It is clearer.", "coordinator": "Ada", "at": "2026-11-29T12:00:00Z"},
    "collisions": [{"number": 14, "kind": "words"}],
}
_AMENDMENT_IN_FULL = _AMENDMENT | {
    "original": "Организации публикуют отчёты.",
    "text": "Организации ежегодно публикуют отчёты.",
    "reason": "Без срока это пожелание.",
    "erased": False,
    "current": "Организации публикуют отчёты.",
    "base": "9f86d081884c7d659a2feaa0c55ad015",
    "result": "Организации ежегодно публикуют отчёты.",
    "decision": None,
    "replies": [
        {
            "text": "Спасибо, это яснее.",
            "language": "ru",
            "organisation": None,
            "coordinator": "Ada",
            "disclosure": AnswerDisclosure.NAMED.value,
            "at": "2026-11-29T12:05:00Z",
        }
    ],
}
_COMMENT = {
    "id": 7,
    "provision": "p3",
    "text": "Кто публикует отчёты?",
    "language": "ru",
    "organisation": "kibhr",
    "round": 1,
    "late": False,
    "disposition": "taken_up",
    "disposition_reason": "Provision 3 names the organisations now.",
    "reply_count": 0,
}
_COMMENT_IN_FULL = _COMMENT | {"replies": []}
AMENDMENT_BODIES: dict[str, Any] = {
    "api.amendment.create": {
        "operation": "replace",
        "provision": "p3",
        "language": "en",
        "text": "The organisations publish their reports each year.",
        "reason": "Without a term it is a wish.",
        "organisation": "kibhr",
        "disclosure": AnswerDisclosure.NAMED.value,
        "published": "no",
    },
    "api.public_answer.update": {"published": "unnamed"},
    "api.amendment_recommendation.create": {"outcome": "accepted", "reason": "It is clearer."},
    "api.amendment_decision.create": {"outcome": "rejected", "reason": "The forum decided otherwise in Kyiv."},
    "api.acceptances.create": {"numbers": [12, 15]},
    "api.amendment_reply.create": {"text": "What term do you think of?", "disclosure": AnswerDisclosure.NAMED.value},
    "api.comment_reply.create": {"text": "The organisations that sign it.", "disclosure": AnswerDisclosure.NAMED.value},
    "api.comment_disposition.create": {"outcome": "taken_up", "reason": "Provision 3 names the organisations now."},
}
AMENDMENT_ANSWERS: dict[str, Any] = {
    "api.amendments.list": {"items": [_AMENDMENT], "next": None},
    "api.amendment.show": _AMENDMENT_IN_FULL,
    "api.amendment_file.create": {
        "language": "en",
        "saved": True,
        "proposals": [{"number": 12, "operation": "replace", "provision": "p3", "text": "The organisations publish their reports each year."}],
        "left_out": [
            {"passage": "4. They consult.", "provision": "p4", "reason": "changed_since", "sentence": "The draft says something else here now."}
        ],
        "comment_count": 1,
    },
    "api.acceptances.create": {"numbers": [12, 15]},
    "api.comments.list": {"items": [_COMMENT], "next": None},
    "api.comment.show": _COMMENT_IN_FULL,
}
