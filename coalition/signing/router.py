"""The routes of the signing area, with a limit for the size of forms."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from coalition.organisations.proving import ProofExpired, ProofUnknown
from coalition.signing.corrections.objections import create_objection, new_objection, remove_objection
from coalition.signing.invitations.declining import decline_invitation, new_decline
from coalition.signing.invitations.delegations import delegate_invitation, new_delegation
from coalition.signing.invitations.invitations import open_session, show_invitation
from coalition.signing.invitations.texts import show_text
from coalition.signing.organisations.proofs import create_proof, over, show_proof
from coalition.signing.organisations.vouching import create_question, create_vouching, show_vouching
from coalition.signing.signatures.answers import check_answers, new_signature, record_signature
from coalition.signing.signatures.confirmations import confirm_signature, new_confirmation
from coalition.signing.signatures.disclosures import change_disclosure, new_disclosure
from coalition.signing.signatures.receipts import show_receipt
from coalition.signing.signatures.withdrawals import new_withdrawal, withdraw_signature
from coalition.signing.signing_pages import SIGNING_ERRORS
from coalition.signing.statements.statements import list_statements, make_statement, withdraw_own_statement
from coalition.web.pages import provide_language

LARGEST_FORM = 64 * 1024

signing_router = Router(
    "/",
    route_handlers=[
        show_invitation,
        open_session,
        show_text,
        new_signature,
        check_answers,
        record_signature,
        show_receipt,
        new_decline,
        decline_invitation,
        new_withdrawal,
        withdraw_signature,
        new_disclosure,
        change_disclosure,
        new_confirmation,
        confirm_signature,
        list_statements,
        make_statement,
        withdraw_own_statement,
        new_delegation,
        delegate_invitation,
        new_objection,
        create_objection,
        remove_objection,
        show_vouching,
        create_vouching,
        create_question,
        show_proof,
        create_proof,
    ],
    dependencies={"language": Provide(provide_language)},
    exception_handlers=dict(SIGNING_ERRORS) | {ProofUnknown: over, ProofExpired: over},
    request_max_body_size=LARGEST_FORM,
)
