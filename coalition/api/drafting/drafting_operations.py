"""The operations on drafts: provisions, revisions and undoing."""

from __future__ import annotations

from coalition.api.drafting import models as drafting
from coalition.api.forms import Against, BringingIn, PartOfRevisions, WordFileOptions
from coalition.api.memoranda import models as memoranda
from coalition.api.operation import Operation
from coalition.drafting.errors import (
    CannotJoin,
    CannotMove,
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
from coalition.drafting.forms import DivisionForm, JoinForm, MoveForm, NewProvisionForm, ProvisionForm, ReturnForm
from coalition.memoranda.errors import ChangedMeanwhile, TextFrozen, WasAbandoned
from coalition.word_files.writing_files import MEDIA_TYPE as WORD_FILE

_DRAFT = (WasAbandoned, TextFrozen, ProvisionRemoved)
DRAFTING_OPERATIONS: dict[str, Operation] = {
    "api.text_revisions.list": Operation("drafting", "List the revisions of a text", drafting.RevisionPage, query=PartOfRevisions),
    "api.text_revision.show": Operation("drafting", "Show a revision and what it changed", drafting.Revision, query=Against),
    "api.word_file.show": Operation(
        "drafting",
        "Read the draft as a Word file",
        None,
        query=WordFileOptions,
        description="With `against` the difference to a revision stands in it as tracked changes.",
        sends_file=(WORD_FILE,),
    ),
    "api.word_file.create": Operation(
        "drafting",
        "Bring a Word file in as the text of one language",
        drafting.WordFileReport,
        query=BringingIn,
        rules=(WasAbandoned, TextFrozen, ChangedMeanwhile),
        description="The body is the file, of at most 3 MiB. The text is saved as a revision; the answer says what was kept, changed and not taken.",
        takes_file=(WORD_FILE,),
    ),
    "api.text_return.create": Operation(
        "drafting",
        "Bring the text of a revision back",
        memoranda.Wording,
        ReturnForm,
        rules=(WasAbandoned, TextFrozen, ChangedMeanwhile),
        description="It is a new revision, with the provisions of that time.",
    ),
    "api.provision.update": Operation(
        "drafting",
        "Save one provision in one language",
        drafting.SavedProvision,
        ProvisionForm,
        rules=(*_DRAFT, ProvisionChanged, SeveralProvisions, OtherNumber, OthersChange),
        description="Give the `base` that you read. If somebody saved the provision meanwhile, the problem has their text as `saved`. "
        "A provision that this language lacks is added at its place if `base` is empty; the title is the provision `title`.",
    ),
    "api.provision.create": Operation(
        "drafting",
        "Add a provision",
        drafting.ProvisionChange,
        NewProvisionForm,
        rules=(*_DRAFT, SeveralProvisions, OthersChange, NumberTwice, NumbersUncertain),
        description="Without a number it gets the next one, and the numbers after it follow in every language.",
    ),
    "api.provision.remove": Operation(
        "drafting",
        "Remove a provision from every language",
        drafting.ProvisionChange,
        rules=(*_DRAFT, OthersChange, NumberTwice),
        description="What stands below it is removed too.",
    ),
    "api.provision_move.create": Operation(
        "drafting",
        "Move a provision in every language",
        drafting.ProvisionChange,
        MoveForm,
        rules=(*_DRAFT, CannotMove, NumbersUncertain, NumberTwice),
        description="What stands below it goes along. Sentences that name a number stay as they are.",
    ),
    "api.provision_division.create": Operation(
        "drafting",
        "Divide a provision of one language into two",
        drafting.ProvisionChange,
        DivisionForm,
        rules=(*_DRAFT, ProvisionChanged, SeveralProvisions, OtherNumber, NumbersUncertain),
    ),
    "api.provision_join.create": Operation(
        "drafting", "Join a provision with the next one", drafting.ProvisionChange, JoinForm, rules=(*_DRAFT, CannotJoin)
    ),
    "api.change_undoing.create": Operation(
        "drafting",
        "Undo a change in all its languages",
        drafting.ProvisionChange,
        rules=(WasAbandoned, TextFrozen, SavedAfter, NothingBefore),
    ),
}
