"""A field of the signing form is asked, shown on the check page and carried to the signature; every other form gives back what was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from coalition.editions.forms import ObjectionForm
from coalition.fields import Form, Line, Tick
from coalition.invitations.forms import DelegationForm
from coalition.signatures import forms, on_behalf_forms
from coalition.signatures.forms import (
    AnswerForm,
    ConfirmationForm,
    DeclineForm,
    DisclosureForm,
    DoubtForm,
    RaiseForm,
    SignatureForm,
    VouchingForm,
    WithdrawalForm,
)
from coalition.signatures.on_behalf_forms import (
    AnnulmentForm,
    AssuranceForm,
    BatchForm,
    EnteredActForm,
    EvidenceForm,
    RecordCorrectionForm,
    RemarkForm,
)
from coalition.signing.signatures import answers, checks
from coalition.statements.forms import (
    AnsweredStatementForm,
    MadeStatementForm,
    OwnStatementWithdrawalForm,
    RecordedStatementForm,
    ReportedStatementForm,
    StatementWithAct,
    StatementWithdrawalForm,
)
from coalition.statements.tables import Statement
from tests import factories
from tests.house.inputs import inputs_of, names_of_inputs
from tests.house.tree import TEMPLATES
from tests.signing.walking import NEW, SIGNATURE, Case, a_case, acts, check_page, enter, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

    from coalition.people.tables import Coordinator

FORMS: list[tuple[type[Form], str]] = [
    (AnswerForm, "signing/questions.html"),
    (SignatureForm, "signing/review.html"),
    (DisclosureForm, "signing/disclosure.html"),
    (RaiseForm, "signing/disclosure.html"),
    (DeclineForm, "signing/decline.html"),
    (DelegationForm, "signing/delegation.html"),
    (WithdrawalForm, "signing/withdrawal.html"),
    (ConfirmationForm, "signing/confirmation.html"),
    (VouchingForm, "signing/vouching.html"),
    (DoubtForm, "signing/vouching.html"),
    (StatementWithAct, "signing/questions.html"),
    (AnsweredStatementForm, "signing/statements.html"),
    (MadeStatementForm, "signing/statement_review.html"),
    (OwnStatementWithdrawalForm, "signing/statement_withdrawal.html"),
    (RecordedStatementForm, "desk/statements/list.html"),
    (ReportedStatementForm, "desk/recorded_acts/statement_part.html"),
    (StatementWithdrawalForm, "desk/statements/show.html"),
    (ObjectionForm, "signing/objections.html"),
    (EnteredActForm, "desk/recorded_acts/new.html"),
    (RemarkForm, "desk/recorded_acts/remark_part.html"),
    (RecordCorrectionForm, "desk/record_corrections/new.html"),
    (AnnulmentForm, "desk/signatories/measures.html"),
    (BatchForm, "desk/annulments/new.html"),
    (EvidenceForm, "desk/signatories/mandate.html"),
    (AssuranceForm, "desk/signatories/mandate.html"),
]
USED = re.compile(r"""{%-?\s*(?:from|include)\s+["']([^"']+)["']""")

# Of each field: what Ben answers, and what the check page says of it.
ANSWERS = {
    "kind": ("signature", "It signs."),
    "representative_name": ("Ben Sultanov", "Ben Sultanov"),
    "representative_title": ("director of studies", "director of studies"),
    "disclosure": ("sealed_until", "No name until 1 January 2030"),
    "description": ("", ""),
    "release_on": ("2030-01-01", "1 January 2030"),
    "digest": ("", ""),
    "statement_kind": ("objection", "Objection"),
    "statement_provision": ("", "The whole text"),
    "objects_to": ("", "It is to reservation 1 of Alpha."),
    "objection_precludes": ("no", "The objection does not preclude the relation between"),
    "statement_language": ("nb", ""),
    "statement_text": ("Vi godtar det ikke.", "Vi godtar det ikke."),
}
DESCRIBED = {"disclosure": "described", "description": "A group from Central Asia", "release_on": ""}


@dataclass(frozen=True)
class Objecting(Case):
    """A case with the id of a reservation to which Ben objects while signing."""

    reservation: str


class WithNote(AnswerForm):
    """A form to which somebody added two questions, and nothing else."""

    note: Line = ""
    published: Tick = False


@cache
def source_of(template: str) -> str:
    """Return a template with the macros and parts of the same folder that it uses."""
    text = (TEMPLATES / template).read_text()
    folder = template.rpartition("/")[0]
    used = [name for name in USED.findall(text) if name.startswith((folder, "components/forms/statement_fields", "components/forms/extent_fields"))]
    return "\n".join([text, *(source_of(name) for name in used)])


def not_given_back(form: type[Form], source: str) -> set[str]:
    """Return the fields for which a template has no input that shows the typed value again."""
    asked = {name for name in form.model_fields if re.search(rf"[\"']{name}[\"']", source)}
    return {name for name in form.model_fields if name not in asked or not re.search(rf"\bvalues\.{name}\b", source)}


def forms_in(*modules: object) -> set[type[Form]]:
    findings = {value for module in modules for value in vars(module).values() if isinstance(value, type) and issubclass(value, Form)}
    return findings - {Form}


@pytest.fixture
async def case(ben: httpx.AsyncClient, ada_account: Coordinator) -> Objecting:
    """Return a case whose link Ben has opened, with a reservation of another party."""
    made = await a_case(ada_account)
    reservation = await factories.stated(made.memorandum, await factories.signed(made.memorandum, await factories.organisation("alpha", "Alpha")))
    await enter(ben, made)
    return Objecting(**vars(made), reservation=str(reservation.id))


def filled(case: Objecting, fields: Iterable[str] = AnswerForm.model_fields) -> dict[str, str]:
    return {name: ANSWERS[name][0] for name in fields} | {"digest": case.digest, "objects_to": case.reservation}


def carried(page: str) -> list[dict[str, str]]:
    """Return what the two forms of the check page would post, without what is typed on the page itself."""
    return [{name: text for name, text in form.items() if name not in {"form_token", "typed_name"}} for form in inputs_of(page)][-2:]


@pytest.mark.parametrize(("form", "template"), FORMS)
def test_every_form_gives_back_what_was_typed(form: type[Form], template: str) -> None:
    checked = {SignatureForm: AnswerForm, MadeStatementForm: AnsweredStatementForm}.get(form, Form)
    fields = set(form.model_fields) - set(checked.model_fields)
    assert not_given_back(form, source_of(template)) & fields == set()


def test_a_field_that_no_page_gives_back_is_found() -> None:
    assert not_given_back(WithNote, source_of("signing/questions.html")) == {"note", "published"}
    assert not_given_back(WithNote, source_of("signing/questions.html") + '{{ field("note", values.title) }}') == {"note", "published"}


def test_every_form_of_a_signature_has_its_page() -> None:
    assert forms_in(forms, on_behalf_forms) <= {form for form, _ in FORMS}


@pytest.mark.sqlite_only
async def test_every_field_is_asked_and_shown_on_the_check_page(ben: httpx.AsyncClient, case: Objecting) -> None:
    assert set(ANSWERS) == set(AnswerForm.model_fields), "say what the check page reads for the new field"
    assert set(AnswerForm.model_fields) <= names_of_inputs((await ben.get(NEW)).text)
    checked = (await check_page(ben, filled(case))).text
    assert [name for name, (_, said) in ANSWERS.items() if said not in words(checked)] == []
    described = (await check_page(ben, filled(case) | DESCRIBED)).text
    assert "A group from Central Asia" in words(described)
    assert case.digest.removeprefix("sha256:")[:4] in words(checked)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("more", [{}, DESCRIBED], ids=["sealed", "described"])
async def test_every_answer_is_carried_to_the_check_page_and_back(ben: httpx.AsyncClient, case: Objecting, more: dict[str, str]) -> None:
    given = filled(case) | more
    to_change, to_sign = carried((await check_page(ben, given)).text)
    assert to_sign == given
    assert to_change == given
    [again] = [form for form in inputs_of((await check_page(ben, to_change | {"change": "1"})).text) if "digest" in form]
    assert {name: again[name] for name in given} == given
    _, unconfirmed = carried((await ben.post(SIGNATURE, data=given)).text)
    assert unconfirmed == given
    [wrong] = [form for form in inputs_of((await check_page(ben, given | {"representative_name": ""})).text) if "digest" in form]
    assert {name: wrong[name] for name in given} == given | {"representative_name": ""}
    assert (await ben.post(SIGNATURE, data=to_sign | {"typed_name": "Ben Sultanov", "authority": "yes"})).status_code == 303
    assert await acts() == ["signature", "signature"]
    assert await Statement.count() == 2


@pytest.mark.sqlite_only
async def test_an_answer_to_a_question_that_somebody_added_is_not_lost(
    ben: httpx.AsyncClient, case: Objecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (answers, checks):
        monkeypatch.setattr(module, "AnswerForm", WithNote)
    given = filled(case) | {"note": "for one year", "published": "yes"}
    to_change, to_sign = carried((await check_page(ben, given)).text)
    assert (to_change, to_sign) == (given, given)
    _, unconfirmed = carried((await ben.post(SIGNATURE, data=given)).text)
    assert unconfirmed == given
    assert "note" not in names_of_inputs((await ben.get(NEW)).text)
    assert set(ANSWERS) != set(WithNote.model_fields)


def test_a_form_reads_back_what_its_inputs_hold() -> None:
    form = WithNote.parse(
        {name: answer for name, (answer, _) in ANSWERS.items()}
        | {"digest": "sha256:0", "note": "n", "published": "on", "objects_to": str(UUID(int=7))}
    )
    assert WithNote.parse(form.as_inputs()) == form
    assert form.as_inputs()["published"] == "yes"
