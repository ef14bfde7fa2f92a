"""The operations on the public record of drafting."""

from __future__ import annotations

from coalition.api.drafting_record import models
from coalition.api.forms import PageByNumber, PartOfRecord
from coalition.api.operation import Operation
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.drafting_record.errors import LinesChanged
from coalition.drafting_record.forms import PublicationForm

RECORD_OPERATIONS: dict[str, Operation] = {
    "api.drafting.show": Operation(
        "drafting",
        "Read the public record of drafting",
        models.DraftingPage,
        query=PartOfRecord,
        description="What organisations proposed before the text was adopted and let everybody read, in the order of the text.",
        withdrawable=True,
    ),
    "api.drafting_candidates.list": Operation(
        "drafting",
        "List what can come into the public record of drafting",
        models.DraftingCandidates,
        query=PageByNumber,
        description="Decided amendments that all who made or supported them let everybody read, by number.",
    ),
    "api.drafting.create": Operation(
        "drafting",
        "Publish lines of the record of drafting",
        models.PublishedLines,
        PublicationForm,
        rules=(LinesChanged, AlreadyAsked, NobodyToApprove),
        description="All of them, or none. Where the forum asks for care another coordinator has to approve it: the answer is 202.",
    ),
    "api.drafting.remove": Operation("drafting", "Take the record of drafting back", models.DraftingCandidates),
    "api.drafting_line.remove": Operation("drafting", "Take a line of the record of drafting back", models.DraftingCandidates),
}
