"""The routes of the signing area, with a limit for the size of forms."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from coalition.amendments.errors import AmendmentNotOpen, NoSuchAmendment, NoSuchComment, OwnAmendment
from coalition.deliveries.errors import NoSuchSubscriber
from coalition.organisations.contact_changes import ConfirmationExpired, ConfirmationUnknown
from coalition.organisations.proving import ProofExpired, ProofUnknown
from coalition.signatures.errors import RequestUnknown
from coalition.signing.amendments.amendment_pages import (
    create_reply,
    create_support,
    create_withdrawal,
    list_seat_amendments,
    new_support,
    remove_support,
    show_seat_amendment,
)
from coalition.signing.amendments.comment_pages import create_comment_reply, show_comment
from coalition.signing.amendments.handing_in_pages import create_hand_in, new_hand_in
from coalition.signing.amendments.proposal_pages import create_proposal, edit_proposal, new_proposal, remove_proposal, update_proposal
from coalition.signing.amendments.provision_pages import create_note, show_provision
from coalition.signing.amendments.public_answer_pages import create_public_answer, new_public_answer
from coalition.signing.amendments.seat_refusals import show_gone, show_refused
from coalition.signing.amendments.ways_to_read import show_seat_proposals, show_seat_proposals_docx, show_seat_proposals_md
from coalition.signing.corrections.objections import create_objection, new_objection, remove_objection
from coalition.signing.invitations.declining import decline_invitation, new_decline, take_back_decline
from coalition.signing.invitations.delegations import delegate_invitation, new_delegation, show_delegation
from coalition.signing.invitations.fresh_links import (
    create_fresh_link,
    end_link,
    new_link_end,
    request_fresh_link,
    show_asked,
    show_fresh_link,
    show_link_end,
)
from coalition.signing.invitations.held_forms import go_on
from coalition.signing.invitations.invitations import open_session, show_invitation
from coalition.signing.invitations.texts import show_text
from coalition.signing.invitations.wrong_links import create_wrong_link, new_wrong_link
from coalition.signing.organisations.contact_confirmations import confirm_contact, show_contact
from coalition.signing.organisations.contact_confirmations import over as confirmation_over
from coalition.signing.organisations.proofs import create_proof, over, show_proof
from coalition.signing.organisations.vouching import create_question, create_vouching, show_vouching
from coalition.signing.rounds.seat_answers import check_answer, new_answer, record_answer
from coalition.signing.rounds.seat_pages import show_draft, show_seat_receipt
from coalition.signing.signatures.answers import new_signature, record_signature
from coalition.signing.signatures.checks import check_answers, show_check
from coalition.signing.signatures.confirmations import confirm_signature, new_confirmation
from coalition.signing.signatures.disclosure_requests import show_request, stop_own_request, stop_request, unknown
from coalition.signing.signatures.disclosures import change_disclosure, new_disclosure
from coalition.signing.signatures.letters_about_timeline import (
    ask_for_letters,
    show_letters,
    stop_by_letter,
    stop_own_letters,
)
from coalition.signing.signatures.letters_about_timeline import unknown as no_letters
from coalition.signing.signatures.receipts import show_receipt, show_receipt_file
from coalition.signing.signatures.saving_pages import create_saved_answers, remove_saved_answers, show_saved_answers
from coalition.signing.signatures.withdrawals import new_withdrawal, withdraw_signature
from coalition.signing.signing_pages import SIGNING_ERRORS
from coalition.signing.statements.statement_withdrawals import new_statement_withdrawal, withdraw_own_statement
from coalition.signing.statements.statements import (
    check_statement,
    list_statements,
    make_statement,
    show_statement_check,
    show_statement_receipt,
)
from coalition.web.held_forms import carrying_out
from coalition.web.named_host import read_host
from coalition.web.pages import provide_language
from coalition.web.sessions import guard_signing

LARGEST_FORM = 128 * 1024  # a form of 64 KiB, also when a page held it

signing_router = Router(
    "/",
    route_handlers=[
        show_invitation,
        open_session,
        create_fresh_link,
        request_fresh_link,
        new_link_end,
        end_link,
        show_asked,
        show_fresh_link,
        show_link_end,
        go_on,
        show_text,
        new_signature,
        show_check,
        check_answers,
        record_signature,
        create_saved_answers,
        show_saved_answers,
        remove_saved_answers,
        show_receipt,
        show_receipt_file,
        new_decline,
        decline_invitation,
        take_back_decline,
        new_wrong_link,
        create_wrong_link,
        new_withdrawal,
        withdraw_signature,
        new_disclosure,
        change_disclosure,
        stop_own_request,
        show_request,
        stop_request,
        ask_for_letters,
        stop_own_letters,
        show_letters,
        stop_by_letter,
        new_confirmation,
        confirm_signature,
        list_statements,
        show_statement_check,
        check_statement,
        make_statement,
        show_statement_receipt,
        new_statement_withdrawal,
        withdraw_own_statement,
        new_delegation,
        delegate_invitation,
        show_delegation,
        new_objection,
        create_objection,
        remove_objection,
        show_vouching,
        create_vouching,
        create_question,
        show_contact,
        confirm_contact,
        show_proof,
        create_proof,
        show_draft,
        new_answer,
        check_answer,
        record_answer,
        show_seat_receipt,
        show_provision,
        create_note,
        show_seat_proposals,
        show_seat_proposals_docx,
        show_seat_proposals_md,
        list_seat_amendments,
        new_proposal,
        create_proposal,
        show_seat_amendment,
        new_public_answer,
        create_public_answer,
        create_withdrawal,
        new_support,
        create_support,
        remove_support,
        create_reply,
        show_comment,
        create_comment_reply,
        edit_proposal,
        update_proposal,
        remove_proposal,
        new_hand_in,
        create_hand_in,
    ],
    before_request=read_host,
    guards=[guard_signing],
    middleware=[carrying_out],
    dependencies={"language": Provide(provide_language)},
    exception_handlers=dict(SIGNING_ERRORS)
    | {ProofUnknown: over, ProofExpired: over}
    | {NoSuchAmendment: show_gone, NoSuchComment: show_gone, AmendmentNotOpen: show_refused, OwnAmendment: show_refused}
    | {ConfirmationUnknown: confirmation_over, ConfirmationExpired: confirmation_over, RequestUnknown: unknown, NoSuchSubscriber: no_letters},
    request_max_body_size=LARGEST_FORM,
)
