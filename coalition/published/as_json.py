"""A memorandum as JSON, for files and for the API. Nothing withheld is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from coalition.published.history import CorrectionView, EditionLine, TextHistory
from coalition.published.memorandum import Published
from coalition.statements.queries import with_objections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.acts.effect import Effect
    from coalition.acts.status import Counts, Status
    from coalition.acts.status_lines import Ending, StatusLine
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.history import TextHistory
    from coalition.statements.queries import Stated


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


def text_history_json(history: TextHistory) -> dict[str, Any]:
    """Return editions and corrections as the API tells them; days are ISO."""
    return {
        "editions": [_edition_json(line) for line in history.editions],
        "corrections": [_correction_json(one) for one in history.corrections],
        "replaces": [one.slug for one in history.replaces],
        "successor": history.successor.slug if history.successor else None,
    }


def _edition_json(line: EditionLine) -> dict[str, Any]:
    edition = line.edition
    return {
        "number": edition.number,
        "digest": edition.digest,
        "adopted": edition.adopted,
        "authenticated_on": edition.authenticated_at.date().isoformat(),
        "state": line.state.value,
        "corrects": edition.corrects,
    }


def _correction_json(one: CorrectionView) -> dict[str, Any]:
    row = one.row
    return {
        **{name: getattr(row, name) for name in ("number", "kind", "language", "provision", "before", "after", "reason", "state")},
        "proposed_on": row.proposed_on.isoformat(),
        "objections_until": row.objections_until.isoformat(),
        "decided_on": row.decided_on.isoformat() if row.decided_on else None,
        "edition": one.after.number if one.after else None,
    }
