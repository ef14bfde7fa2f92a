"""Examples of request bodies and responses; tests check that each is valid under its schema."""

from __future__ import annotations

from typing import Any

_DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_COUNTS = {"signed": 14, "supported": 3, "withdrawn": 0, "names_withheld": 3, "supporters_withheld": 0, "ad_referendum": 1}

_STATEMENT = {
    "id": "5f0c7a2e-3c52-4d1e-9f0a-6f6f2a6f4f10",
    "number": 1,
    "organisation": "kibhr",
    "name": "Kazakhstan International Bureau for Human Rights and Rule of Law",
    "successor": None,
    "kind": "reservation",
    "provision": {"key": "p1", "label": "1"},
    "objects_to": None,
    "objects_to_number": None,
    "precludes": None,
    "language": "ru",
    "text": "Организация не считает себя связанной пунктом 1.",
    "earlier_texts": [{"text": "Организация не считает себя связанной пунктами 1 и 2.", "until": "2026-11-30"}],
    "translations": {"en": "The organisation does not consider itself bound by provision 1."},
    "date": "2026-11-22",
    "received": "2026-11-22",
    "late": False,
    "withdrawn": None,
    "ended": None,
}
BODIES: dict[str, dict[str, Any]] = {
    "api.organisation.create": {
        "slug": "kibhr",
        "kind": "ngo",
        "scope": "national",
        "country": "KZ",
        "seat_country": "KZ",
        "website": "https://bureau.kz",
        "at_risk": False,
        "listed": True,
        "listing_reason": "It works in public.",
        "names": [
            {
                "language": "en",
                "name": "Kazakhstan International Bureau for Human Rights and Rule of Law",
                "short_name": "KIBHR",
                "primary": True,
            },
            {"language": "ru", "name": "Казахстанское международное бюро по правам человека и соблюдению законности"},
        ],
        "contacts": [{"name": "A. Contact", "email": "contact@example.org", "language": "ru"}],
    },
    "api.organisation.update": {"status": "in_exile", "seat_country": "AT", "listed": True, "listing_reason": "It works in public."},
    "api.forum.create": {
        "slug": "kyiv-2013",
        "starts": "2013-02",
        "ends": "2013-02",
        "place": {"city": "Kyiv", "country": "UA", "public": True},
        "countries": ["KZ", "KG", "TJ", "TM", "UZ"],
        "risk_profile": "open",
        "texts": [{"language": "en", "title": "Forum of Central Asian human rights organisations", "summary": "Held outside the region."}],
        "organisations": [{"organisation": "kibhr", "role": "convener", "public": True}],
    },
    "api.forum.update": {"ends": "2013-02-17"},
    "api.memorandum.create": {
        "slug": "cooperation-2026",
        "forum": "kyiv-2013",
        "kind": "memorandum_of_understanding",
        "symbol": "CA/2026/1",
        "authentic_languages": ["en", "ru"],
        "signature_rule": "participants",
        "rule_until": "2026-12-31",
        "later_rule": "invited",
        "effect": {"rule": "nth_signature", "number": 20},
    },
    "api.memorandum.update": {"symbol": "CA/2026/2"},
    "api.wording.update": {
        "title": "Memorandum on cooperation",
        "body": "The organisations assembled,\n\nhave agreed as follows.\n\n1. They consult each other twice a year.\n",
    },
    "api.adoption.create": {"rule": "consensus", "on": "2026-11-22"},
    "api.opening.create": {"opens": "2026-11-22", "closes": "2027-01-31"},
    "api.closing.create": {},
    "api.extension.create": {"closes": "2027-03-31"},
    "api.accession_opening.create": {},
    "api.publication.create": {"reason": "Six organisations have signed; two of them are not named."},
    "api.embargo.create": {"until": "2036-01-31"},
    "api.withdrawal.create": {
        "reason": "An organisation is threatened because of its signature.",
        "sentences": [{"language": "en", "text": "This was withdrawn for the safety of others."}],
    },
    "api.abandonment.create": {"reason": "The participants chose another way."},
    "api.declaration.create": {"reason": "Ten organisations have signed; two of them are not named."},
    "api.termination.create": {"on": "2026-11-22", "reason": "The parties concluded another memorandum in its place.", "language": "en"},
    "api.invitations.create": {"organisations": ["kibhr"], "send": False},
    "api.reminders.create": {"organisations": ["kibhr"]},
    "api.statement.create": {
        "organisation": "kibhr",
        "made": "2026-11-22",
        "received": "2026-11-23",
        "statement_kind": "reservation",
        "statement_provision": "p1",
        "statement_language": "ru",
        "statement_text": "Организация не считает себя связанной пунктами 1 и 2.",
    },
    "api.statement.withdraw": {
        "withdrawn": "2026-11-24",
        "extent": "part",
        "remaining_text": "Организация не считает себя связанной пунктом 1.",
    },
}
ANSWERS: dict[str, dict[str, Any]] = {
    "api.signatories.list": {
        "as_at": "2026-12-01",
        "counts": _COUNTS,
        "signatories": [
            {
                "organisation": "kibhr",
                "name": "Kazakhstan International Bureau for Human Rights and Rule of Law",
                "present_name": "Kazakhstan International Bureau for Human Rights and Rule of Law",
                "country": "KZ",
                "act": "signature",
                "date": "2026-11-22",
                "representative": "A. Representative, Director",
                "withdrawn": None,
                "ended": None,
                "confirmed": None,
                "questioned": False,
                "channel": "online",
                "source": None,
                "mandate": "second_contact",
                "domain_proved": True,
            }
        ],
        "described": [{"description": "A human rights group from Central Asia", "act": "signature"}],
        "earlier": [],
    },
    "api.memorandum.show": {
        "slug": "cooperation-2026",
        "kind": "memorandum_of_understanding",
        "symbol": "CA/2026/1",
        "forum": "kyiv-2013",
        "titles": {"en": "Memorandum on cooperation"},
        "authentic_languages": ["en"],
        "state": {"text": "authenticated", "signing": "open", "effect": "none", "publicity": "public"},
        "edition": 1,
        "digest": _DIGEST,
        "window": {"opens": "2026-11-22", "closes": "2027-01-31"},
        "historical": False,
        "languages": [{"language": "en", "status": "authentic", "title": "Memorandum on cooperation"}],
        "adoption": {"rule": "consensus", "on": "2026-11-22"},
        "reservations": True,
        "signature_rule": "participants",
        "rule_until": "2026-12-31",
        "later_rule": "invited",
        "effect": {
            "rule": "nth_signature",
            "number": 20,
            "on": None,
            "parties": [],
            "in_effect_on": None,
            "declared": False,
            "progress": {"met": 14, "needed": 20, "missing": []},
        },
        "publish_at_least": None,
        "confirmation_days": 60,
        "objection_days": 30,
        "termination": None,
        "counts": _COUNTS,
        "reported_counts": [],
        "announced": None,
        "source": "",
        "notes": {},
        "editions": [
            {"number": 1, "digest": _DIGEST, "adopted": "2026-11-22", "authenticated_on": "2026-11-22", "state": "in_force", "corrects": None}
        ],
        "corrections": [
            {
                "number": 1,
                "kind": "error",
                "language": "en",
                "provision": "p1",
                "before": "1. They consult each other twice a yaer.",
                "after": "1. They consult each other twice a year.",
                "reason": "A slip of the pen.",
                "state": "proposed",
                "proposed_on": "2026-12-01",
                "objections_until": "2026-12-31",
                "decided_on": None,
                "edition": None,
            }
        ],
        "replaces": [],
        "successor": None,
    },
    "api.statements.list": {
        "as_at": "2026-12-01",
        "statements": [_STATEMENT],
    },
    "api.statement.create": _STATEMENT,
    "api.statement.withdraw": _STATEMENT,
    "api.invitations.create": {
        "invitations": [
            {
                "organisation": "kibhr",
                "link": "https://memo.example.org/en/invitations/8mG3xT5vQe",
                "expires": "2026-12-06T09:30:00Z",
                "mailed": False,
            }
        ]
    },
    "api.notifications.list": {
        "items": [
            {
                "number": "N.3.2026",
                "removed": False,
                "kind": "signature",
                "memorandum": "cooperation-2026",
                "organisation": "kibhr",
                "happened_on": "2026-11-22",
                "sentences": {"en": "Kazakhstan International Bureau for Human Rights and Rule of Law signed."},
            }
        ],
        "next": None,
    },
    "api.reminders.create": {"reminded": ["kibhr"]},
}
