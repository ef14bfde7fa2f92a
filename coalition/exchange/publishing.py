"""A memorandum as files and API answers give it: JSON, Markdown, CSV, and the bytes that were signed. Nothing withheld is in any of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition.exchange.csv_files import csv_bytes
from coalition.exchange.texts import text_history, text_history_json
from coalition.forums import queries as forums
from coalition.memoranda import queries as memoranda
from coalition.memoranda.digests import canonical_bundle
from coalition.memoranda.tables import WordingStatus
from coalition.signatures import queries as signatures
from coalition.signatures.effect import effect_of
from coalition.signatures.statements import statements_of, with_objections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.exchange.texts import TextHistory
    from coalition.forums.queries import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.signatures.effect import Effect
    from coalition.signatures.statements import Stated
    from coalition.signatures.status import Counts, Ending, Status, StatusLine
    from coalition.signatures.tables import RecordedCount

CSV_COLUMNS = (
    *("organisation", "name", "language", "short_name", "country", "act", "date", "representative", "withdrawn"),
    *("ended_by", "ended_on", "ground", "confirmed", "present_name", "source", "mandate"),
)


class Published(Struct, frozen=True):
    """A memorandum with everything about it that everybody may read, as at a day; `before` is its status on an earlier day to compare with."""

    view: MemorandumView
    forum: ForumView | None
    wordings: Sequence[Wording]
    status: Status
    reported: Sequence[RecordedCount]
    statements: Sequence[Stated]
    history: TextHistory
    effect: Effect
    before: Status | None = None

    def wording(self, language: str) -> Wording | None:
        """Return the wording in a language."""
        return next((one for one in self.wordings if one.language == language), None)

    @property
    def authentic(self) -> Sequence[Wording]:
        """The wordings that count."""
        return [one for one in self.wordings if one.status == WordingStatus.AUTHENTIC]


async def published(memorandum: Memorandum, as_at: date | None = None, before: date | None = None) -> Published:
    """Read a memorandum as at a day (today when None) in a fixed number of queries; the caller holds the snapshot."""
    statuses = await signatures.statuses_of(memorandum, [as_at, before] if before else [as_at])
    view = await memoranda.view(memorandum)
    edition = await memoranda.latest_edition(memorandum.id)
    return Published(
        view=view,
        forum=await forums.view_of(view.forum),
        wordings=await memoranda.wordings(edition.id),
        status=statuses[0],
        reported=await signatures.reported_counts(memorandum.id),
        before=statuses[1] if before else None,
        statements=await statements_of(memorandum, as_at),
        history=await text_history(memorandum),
        effect=await effect_of(memorandum, statuses[0]),
    )


async def in_edition(found: Published, number: int) -> Published | None:
    """Return the same with the texts and the digest of another edition that was fixed; None when there is no such edition."""
    line = found.history.edition(number)
    if line is None:
        return None
    edition = line.edition
    view = replace(found.view, edition=edition.number, digest=edition.digest, adopted=edition.adopted, adoption_rule=edition.adoption_rule)
    return replace(found, view=view, wordings=await memoranda.wordings(edition.id))


def memorandum_json(found: Published) -> dict[str, Any]:
    """Return the API's resource of a memorandum; days are ISO, partial dates as they are known."""
    view = found.view
    return {
        "slug": view.slug,
        "kind": view.kind,
        "symbol": view.symbol,
        "forum": found.forum.slug if found.forum else None,
        "titles": dict(view.titles),
        "authentic_languages": list(view.authentic_languages),
        "languages": [{"language": one.language, "status": one.status, "title": one.title} for one in found.wordings],
        "state": {"text": view.text_state, "signing": view.signing_state, "effect": view.effect_state, "publicity": view.publicity},
        "edition": view.edition,
        "digest": view.digest,
        "adoption": {"rule": view.adoption_rule, "on": view.adopted} if view.adopted else None,
        "signature_rule": view.signature_rule,
        "reservations": view.reservations,
        "rule_until": _day(view.rule_until),
        "later_rule": view.later_rule,
        "effect": effect_json(found.effect),
        "publish_at_least": view.publish_at_least,
        "termination": _termination_json(view),
        "window": {"opens": _day(view.opens_on), "closes": _day(view.closes_on)},
        "counts": counts_json(found.status.counts),
        "reported_counts": [{"act": one.kind, "at_least": one.at_least, "source": one.source} for one in found.reported],
        "historical": view.historical,
        "announced": view.announced,
        "source": view.source,
        "notes": dict(view.notes),
        **text_history_json(found.history),
    }


def effect_json(effect: Effect) -> dict[str, Any]:
    """Return the rule of taking effect; `progress` is null once it took effect, and where only a day is awaited."""
    progress = effect.progress
    return {
        "rule": effect.rule.value,
        "number": effect.number,
        "on": _day(effect.on),
        "parties": [one.slug for one in effect.parties],
        "in_effect_on": _day(effect.in_effect_on),
        "progress": {"met": progress.met, "needed": progress.needed, "missing": list(progress.missing)} if progress else None,
    }


def _termination_json(view: MemorandumView) -> dict[str, Any] | None:
    if view.terminated_on is None:
        return None
    return {"on": _day(view.terminated_on), "reason": view.termination_reason, "language": view.termination_language}


def counts_json(counts: Counts) -> dict[str, int | bool]:
    """Return the numbers; `names_withheld` of those who `signed`, or `partial`: withheld names are in no number."""
    return {
        "signed": counts.signed,
        "supported": counts.supported,
        "withdrawn": counts.withdrawn,
        "names_withheld": counts.names_withheld,
        "supporters_withheld": counts.supporters_withheld,
        "ad_referendum": counts.ad_referendum,
        "partial": counts.partial,
    }


def signatories_json(status: Status) -> dict[str, Any]:
    """Return the status table as at its day: only what the public may see."""
    return {
        "as_at": status.as_at.isoformat(),
        "counts": counts_json(status.counts),
        "signatories": [_signatory_json(line) for line in status.lines],
        "described": [{"description": one.description, "act": "support" if one.supports else "signature"} for one in status.described],
        "earlier": [_signatory_json(line) for line in status.earlier],
    }


def _signatory_json(line: StatusLine) -> dict[str, Any]:
    return {
        "organisation": line.organisation.slug,
        "name": line.then.primary.name,
        "present_name": line.organisation.primary.name,
        "country": line.organisation.country,
        "act": str(line.act),
        "date": str(line.acted) if line.acted else None,
        "representative": line.representative or None,
        "withdrawn": str(line.withdrawn) if line.withdrawn else None,
        "ended": _ending_json(line.ended),
        "confirmed": str(line.confirmed_on) if line.confirmed_on else None,
        "questioned": line.questioned,
        "channel": line.channel.value,
        "source": line.source or None,
        "mandate": line.mandate.value if line.mandate else None,
        "domain_proved": line.domain_proved,
    }


def _ending_json(ended: Ending | None) -> dict[str, Any] | None:
    if ended is None:
        return None
    return {"by": ended.kind.value, "on": str(ended.day) if ended.day else None, "ground": ended.ground.value if ended.ground else None}


def statements_json(statements: Sequence[Stated]) -> list[dict[str, Any]]:
    """Return what parties stated, each objection after its reservation; `withdrawn` is a partial date, `ended` is of the party's act."""
    return [_statement_json(one) for one in with_objections(statements)]


def _statement_json(one: Stated) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "organisation": one.organisation.slug,
        "kind": one.kind.value,
        "provision": {"key": one.provision, "label": one.label} if one.provision else None,
        "objects_to": str(one.objects_to) if one.objects_to else None,
        "language": one.language,
        "text": one.text,
        "translations": dict(one.translations),
        "date": str(one.made) if one.made else None,
        "withdrawn": str(one.withdrawn) if one.withdrawn else None,
        "ended": _ending_json(one.ended),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def json_file(found: Published) -> bytes:
    """Return the memorandum with its signatories and their statements as a JSON file."""
    whole = memorandum_json(found) | signatories_json(found.status) | {"statements": statements_json(found.statements)}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def markdown_file(wording: Wording) -> bytes:
    """Return one wording: its title as the first heading, then the text as it was written."""
    return f"# {wording.title}\n\n{wording.body}".encode()


def bundle_file(found: Published) -> bytes:
    """Return the bytes whose SHA-256 is the digest: every authentic wording."""
    return canonical_bundle({one.language: (one.title, one.body) for one in found.authentic})


def csv_file(status: Status) -> bytes:
    """Return the public lines as CSV, ready for spreadsheets."""
    return csv_bytes(CSV_COLUMNS, map(_cells, status.lines))


def _cells(line: StatusLine) -> tuple[object, ...]:
    organisation, name = line.organisation, line.then.primary
    names = (organisation.slug, name.name, name.language, name.short_name, organisation.country)
    ended = (line.ended.kind.value, line.ended.day, line.ended.ground) if line.ended else ("", "", "")
    more = (line.confirmed_on, organisation.primary.name, line.source, line.mandate.value if line.mandate else "")
    return (*names, line.act, line.acted, line.representative, line.withdrawn, *ended, *more)
