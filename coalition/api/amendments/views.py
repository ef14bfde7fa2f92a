"""Builds the response models of amendments, for those who work on the draft: they read everything that was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.api.amendments import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.amendments.comment_views import CommentView
    from coalition.amendments.reply_views import ReplyView
    from coalition.amendments.views import AmendmentLine, AmendmentView, Decided


def summary(line: AmendmentLine) -> models.AmendmentSummary:
    """Return an amendment for a list."""
    return models.AmendmentSummary.model_validate(_line(line))


def in_full(view: AmendmentView) -> models.Amendment:
    """Return an amendment with its texts, its decision and its replies."""
    texts = view.texts
    fields: dict[str, Any] = {"original": texts.base, "text": texts.proposed, "current": texts.current, "base": texts.digest, "result": texts.result}
    fields |= {"reason": view.reason, "erased": view.is_erased, "decision": _decision(view.decided), "replies": replies(view.replies)}
    return models.Amendment.model_validate(_line(view.line) | fields)


def replies(views: Iterable[ReplyView]) -> list[models.AmendmentReply]:
    """Return replies, oldest first."""
    return [
        models.AmendmentReply.model_validate(
            {
                "text": view.text,
                "language": view.language,
                "organisation": view.organisation.slug if view.organisation else None,
                "coordinator": view.coordinator,
                "disclosure": view.disclosure,
                "at": view.at,
            }
        )
        for view in views
    ]


def _line(line: AmendmentLine) -> dict[str, Any]:
    recommended = line.recommended
    return {
        "number": line.number,
        "operation": line.operation,
        "provision": line.provision,
        "provision_number": line.provision_number,
        "language": line.language,
        "state": line.state,
        "organisation": line.organisation.slug if line.organisation else "",
        "disclosure": line.disclosure,
        "public_answer": line.public_answer,
        "submitted_at": line.submitted_at,
        "round": line.round,
        "late": line.is_late,
        "referred": line.is_referred,
        "moved_on": line.moved_on,
        "co_sponsors": [organisation.slug for organisation in line.sponsors.named],
        "recommended": models.Recommended.model_validate(recommended) if recommended else None,
        "collisions": [models.CollidingAmendment.model_validate(collision) for collision in line.collisions],
    }


def _decision(decided: Decided | None) -> models.Decision | None:
    return models.Decision.model_validate(decided) if decided else None


def comment(view: CommentView) -> models.DraftComment:
    """Return a comment for a list."""
    return models.DraftComment.model_validate(_comment(view))


def comment_in_full(view: CommentView, answers: Iterable[ReplyView]) -> models.CommentInFull:
    """Return a comment with its replies."""
    return models.CommentInFull.model_validate(_comment(view) | {"replies": replies(answers)})


def _comment(view: CommentView) -> dict[str, Any]:
    same = ("id", "provision", "text", "language", "round", "disposition", "disposition_reason")
    organisation = view.organisation.slug if view.organisation else ""
    return {name: getattr(view, name) for name in same} | {"organisation": organisation, "late": view.is_late, "reply_count": view.replies}
