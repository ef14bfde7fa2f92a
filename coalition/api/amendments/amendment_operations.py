"""The operations on amendments of drafts, comments and the comment matrix."""

from __future__ import annotations

from coalition.amendments.errors import AmendmentNotOpen, AmendmentsCollide, NotDecided, OnlyTheOrganisation, WordsChanged
from coalition.amendments.forms import (
    DecisionForm,
    DispositionForm,
    EnteredAmendmentForm,
    PublicAnswerForm,
    RecommendationForm,
    ReplyForm,
)
from coalition.amendments.view_formats import MARKDOWN, WORD
from coalition.api.amendments import models
from coalition.api.forms import AcceptancesForm, AmendmentFileOptions, OfRound, PartOfAmendments, PartOfComments, ReadInOneWay
from coalition.api.operation import Operation
from coalition.drafting.errors import (
    NothingBefore,
    NumbersUncertain,
    NumberTwice,
    OtherNumber,
    OthersChange,
    ProvisionChanged,
    ProvisionRemoved,
    SavedAfter,
    SeveralProvisions,
)
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.spreadsheets.csv_files import MEDIA_TYPE as CSV_FILE
from coalition.spreadsheets.xlsx_files import MEDIA_TYPE as XLSX_FILE

_DRAFT = (WasAbandoned, TextFrozen)
_PLACE = (ProvisionRemoved, SeveralProvisions, OtherNumber, OthersChange, NumberTwice, NumbersUncertain)
AMENDMENT_OPERATIONS: dict[str, Operation] = {
    "api.amendments.list": Operation(
        "drafting",
        "List the amendments of a draft",
        models.AmendmentPage,
        query=PartOfAmendments,
        description="Those that organisations handed in, and those that were entered for them, by number.",
    ),
    "api.amendment.show": Operation("drafting", "Show an amendment with its texts and replies", models.Amendment),
    "api.amendment.create": Operation(
        "drafting",
        "Enter an amendment for an organisation",
        models.Amendment,
        EnteredAmendmentForm,
        rules=_DRAFT,
        description="For what came by letter or in a meeting; it is made on the text as it is now, and handed in at once.",
    ),
    "api.amendment_file.create": Operation(
        "drafting",
        "Enter the tracked changes of a Word file as amendments",
        models.WordAmendments,
        query=AmendmentFileOptions,
        rules=_DRAFT,
        description="The body is the file, of at most 3 MiB. The text before the changes must be that of the draft: the rest is named.",
        takes_file=(WORD.media_type,),
    ),
    "api.amendment_recommendation.create": Operation(
        "drafting",
        "Recommend what to do with an amendment",
        models.Amendment,
        RecommendationForm,
        rules=(*_DRAFT, AmendmentNotOpen),
        description="The last recommendation counts. Whoever may read the amendment reads it.",
    ),
    "api.amendment_decision.create": Operation(
        "drafting",
        "Decide an amendment",
        models.Amendment,
        DecisionForm,
        rules=(*_DRAFT, AmendmentNotOpen, WordsChanged, ProvisionChanged, *_PLACE),
        description="What is accepted is written into the draft as a revision, in the same step. With `referred` it stays open for the next round.",
    ),
    "api.acceptances.create": Operation(
        "drafting",
        "Accept several amendments at once",
        models.Acceptances,
        AcceptancesForm,
        rules=(*_DRAFT, AmendmentNotOpen, AmendmentsCollide, WordsChanged, ProvisionChanged, *_PLACE),
        description="Each is accepted as it was proposed, as a revision of its own; or none is.",
    ),
    "api.amendment_decision.remove": Operation(
        "drafting",
        "Take the decision about an amendment back",
        models.Amendment,
        rules=(*_DRAFT, NotDecided, SavedAfter, NothingBefore),
        description="The change of the text is undone, while nobody saved the text after it.",
    ),
    "api.public_answer.update": Operation(
        "drafting",
        "Say what everybody may read of an amendment",
        models.Amendment,
        PublicAnswerForm,
        rules=(OnlyTheOrganisation,),
        description="Nothing becomes public by this. Of what an organisation handed in with its link, only it lets everybody read more.",
    ),
    "api.amendment_reply.create": Operation("drafting", "Reply to an amendment", models.Amendment, ReplyForm),
    "api.comments.list": Operation(
        "drafting",
        "List the comments on a draft",
        models.CommentPage,
        query=PartOfComments,
        description="Those that stand: of each seat, those of its last answer in time, and of its last late one.",
    ),
    "api.comment.show": Operation("drafting", "Show a comment with its replies", models.CommentInFull),
    "api.comment_reply.create": Operation("drafting", "Reply to a comment", models.CommentInFull, ReplyForm),
    "api.comment_disposition.create": Operation(
        "drafting", "Say what became of a comment", models.CommentInFull, DispositionForm, description="The last word counts."
    ),
    "api.proposals_docx.show": Operation(
        "drafting",
        "Read the draft in one of five ways as a Word file",
        None,
        query=ReadInOneWay,
        description="Proposals are comments in the margin, and tracked changes where nothing else is proposed for a provision. "
        "Tracked changes can be brought in again as amendments.",
        sends_file=(WORD.media_type,),
    ),
    "api.proposals_md.show": Operation(
        "drafting",
        "Read the draft in one of five ways as Markdown",
        None,
        query=ReadInOneWay,
        description="What was added and removed stands between `ins` and `del`; proposals are quotations below their provision.",
        sends_file=(MARKDOWN.media_type,),
    ),
    "api.matrix_csv.show": Operation(
        "drafting",
        "Read the comment matrix as CSV",
        None,
        query=OfRound,
        description="Every comment and amendment in the order of the text, with what became of it and why.",
        sends_file=(CSV_FILE,),
    ),
    "api.matrix_xlsx.show": Operation("drafting", "Read the comment matrix as a spreadsheet", None, query=OfRound, sends_file=(XLSX_FILE,)),
}
