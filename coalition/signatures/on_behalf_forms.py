"""The forms of a coordinator who records, attests or annuls an act."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.tables import ActKind, AnnulmentGround, Channel
from coalition.fields import Form, InvalidForm, Line, OptionalCountry, OptionalDate, OptionalDay, OptionalSlug, Paragraphs, Slug, Tick, one_of
from coalition.languages import Message
from coalition.signatures.forms import DisclosureForm
from coalition.statements.forms import ReportedStatementForm, StatementWithAct

ENTERED_KINDS = (*STANDING_KINDS, ActKind.CONFIRMATION, ActKind.WITHDRAWAL)


def _none_if_empty(value: object) -> object:
    return value or None


class EvidenceForm(Form):
    """What a coordinator saw of a mandate; never public."""

    missing = {"note": Message("Write what you have seen.")}

    note: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]


class AssuranceForm(Form):
    """Why a coordinator is sure that a questioned act is the organisation's; only the coordinators read it."""

    missing = {"reason": Message("Write how you know that the act is the organisation's.")}

    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]


class AnnulmentForm(Form):
    """Why an act is annulled: a ground from the public list, and a reason that only the coordinators read."""

    missing = {"ground": Message("Choose why it is annulled.")}

    ground: AnnulmentGround
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
    quiet: Tick = False


class BatchForm(Form):
    """Which standing acts are annulled together: those that fit every condition given; at least one condition is needed."""

    missing = {"ground": AnnulmentForm.missing["ground"]}

    ground: AnnulmentGround
    quiet: Tick = False
    kind: Annotated[ActKind | None, BeforeValidator(_none_if_empty)] = None
    channel: Annotated[Channel | None, BeforeValidator(_none_if_empty)] = None
    country: OptionalCountry = None
    since: OptionalDay = None
    until: OptionalDay = None
    questioned: Tick = False

    @model_validator(mode="after")
    def _some_condition(self) -> BatchForm:
        if not (self.kind or self.channel or self.country or self.since or self.until or self.questioned):
            raise InvalidForm({"form": Message("Name at least one condition.")})
        return self


class RemarkForm(Form):
    """Why days in an impossible order are right; only the coordinators read it."""

    missing = {"remark": Message("Write why the dates are right. The public reads only that there is a remark.")}

    remark: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]


class RecordCorrectionForm(Form):
    """An act as it should be on record: both days, and the name and position of its signer; and why, which only the coordinators read.

    `seen` stands for what was on record when the form was shown.
    """

    missing = {"reason": Message("Write what was wrong, and how you know.")}

    acted: OptionalDate = None
    received: OptionalDay = None
    representative_name: Line = ""
    representative_title: Line = ""
    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
    seen: Line = ""


class EnteredActForm(DisclosureForm, StatementWithAct):
    """An act that came on paper, by letter, or from a source about the past; its date may be known in part or not at all.

    What came on paper or by letter was received today if no day is given. A statement that was made with it has its days. `successor` is
    the organisation that confirmed or withdrew as the successor of the one that signed.
    """

    statement_form = ReportedStatementForm
    missing = DisclosureForm.missing | {
        "organisation": Message("Choose the organisation."),
        "kind": Message("Choose what the organisation did."),
        "channel": Message("Choose how it reached you."),
    }

    organisation: Slug
    kind: Annotated[ActKind, one_of(ENTERED_KINDS)]
    channel: Literal[Channel.PAPER, Channel.CORRESPONDENCE, Channel.HISTORICAL]
    acted: OptionalDate = None
    received: OptionalDay = None
    representative_name: Line = ""
    representative_title: Line = ""
    evidence: Annotated[Paragraphs, Field(max_length=2000)] = ""
    source: Annotated[Line, Field(max_length=500)] = ""
    successor: OptionalSlug = None

    @model_validator(mode="after")
    def _has_source_or_evidence(self) -> EnteredActForm:
        if self.channel is Channel.HISTORICAL and not self.source:
            raise InvalidForm({"source": Message("Write where this is known from.")})
        if self.channel is not Channel.HISTORICAL and not self.evidence:
            raise InvalidForm({"evidence": Message("Write what you saw, for example a signed letter, and where it is kept.")})
        return self

    @model_validator(mode="after")
    def _fits_its_kind(self) -> EnteredActForm:
        if self.kind is ActKind.WITHDRAWAL and self.statement:
            raise InvalidForm({"statement_kind": Message("Nothing can be stated together with a withdrawal.")})
        if self.kind in STANDING_KINDS and self.successor:
            raise InvalidForm({"successor": Message("A successor signs in its own name. It can only confirm or withdraw what its predecessor did.")})
        return self
