"""The router of the API: all handlers behind one guard, with errors as problem+json."""

from __future__ import annotations

from litestar import Router

from coalition.api.amendments.amendments import (
    create_acceptances,
    create_amendment,
    create_decision,
    create_recommendation,
    create_reply,
    list_amendments,
    remove_decision,
    show_amendment,
    update_public_answer,
)
from coalition.api.amendments.comments import create_comment_reply, create_disposition, list_comments, show_comment
from coalition.api.amendments.matrix import show_matrix_csv, show_matrix_xlsx
from coalition.api.amendments.ways_to_read import show_proposals_docx, show_proposals_md
from coalition.api.amendments.word_amendments import create_amendments_from_file
from coalition.api.appeals import appeals
from coalition.api.articles.article_consents import create_consent, create_consent_end, delete_consent, list_consents
from coalition.api.articles.article_pictures import create_picture
from coalition.api.articles.articles import create_article, delete_article, list_articles, publish_article, show_article, update_article, withdraw
from coalition.api.bearer_tokens import guard_token
from coalition.api.deliveries.addressee_operations import create_addressee, delete_addressee, list_addressees, update_addressee
from coalition.api.deliveries.files_of_entries import create_file, list_files, remove_file, show_file
from coalition.api.deliveries.stored_scans import create_scan
from coalition.api.deliveries.timelines import (
    create_delivery,
    create_update,
    list_entries,
    publish,
    remove_entry,
    show_entry,
    show_timeline,
    update_entry,
    update_reminder,
    withdraw_entry,
)
from coalition.api.drafting.provision_changes import (
    create_division,
    create_join,
    create_move,
    create_provision,
    create_undoing,
    delete_provision,
    update_provision,
)
from coalition.api.drafting.text_revisions import create_return, list_revisions, show_revision
from coalition.api.drafting.word_files import create_word_file, show_word_file
from coalition.api.drafting_record.record import list_candidates, publish_record, remove_line, remove_record, show_record
from coalition.api.forums.forums import archive_forum, create_forum, list_forums, show_forum, update_forum
from coalition.api.invitations.invitations import create_invitations, create_reminders, list_invitations
from coalition.api.languages.languages import (
    create_provision_confirmation,
    create_term,
    delete_term,
    list_languages,
    list_provisions,
    list_terms,
    update_language,
    update_term,
)
from coalition.api.memoranda.memoranda import (
    create_accession_opening,
    create_adoption,
    create_closing,
    create_extension,
    create_memorandum,
    create_opening,
    create_termination,
    list_memoranda,
    show_memorandum,
    update_memorandum,
)
from coalition.api.memoranda.publicity import create_abandonment, create_declaration, create_embargo, create_publication, create_withdrawal
from coalition.api.memoranda.wordings import show_wording, update_summary, update_wording
from coalition.api.networks.networks import create_network, list_networks, show_network, update_network
from coalition.api.notifications.notifications import list_notifications
from coalition.api.openapi import show_openapi
from coalition.api.organisations.merging import create_difference, create_merging, list_duplicates, remove_difference, remove_merging
from coalition.api.organisations.organisations import (
    create_organisation,
    create_organisation_event,
    list_organisations,
    show_organisation,
    update_organisation,
)
from coalition.api.partners.partners import create_partner, list_partners, show_partner, update_partner
from coalition.api.problems import API_ERRORS
from coalition.api.requests.requests import accept_request, list_requests, refuse_request, show_request
from coalition.api.rounds.rounds import create_closing as create_round_closing
from coalition.api.rounds.rounds import create_extension as create_round_extension
from coalition.api.rounds.rounds import create_proposal_letters, create_round, list_rounds, show_round
from coalition.api.rounds.rounds import create_reminder as create_round_reminder
from coalition.api.search.search import show_search
from coalition.api.signatories.signatories import list_signatories
from coalition.api.statements.statements import create_statement, list_statements, withdraw_statement

LARGEST_BODY = 1024 * 1024

api_router = Router(
    path="/",
    route_handlers=[
        show_openapi,
        list_provisions,
        create_provision_confirmation,
        list_languages,
        update_language,
        list_terms,
        create_term,
        update_term,
        delete_term,
        list_organisations,
        show_organisation,
        create_organisation,
        update_organisation,
        create_organisation_event,
        list_networks,
        show_network,
        create_network,
        update_network,
        list_partners,
        show_partner,
        create_partner,
        update_partner,
        list_duplicates,
        create_merging,
        remove_merging,
        create_difference,
        remove_difference,
        list_forums,
        show_forum,
        create_forum,
        update_forum,
        archive_forum,
        list_memoranda,
        show_memorandum,
        create_memorandum,
        update_memorandum,
        show_wording,
        update_wording,
        list_revisions,
        show_revision,
        create_return,
        show_word_file,
        create_word_file,
        update_provision,
        create_provision,
        delete_provision,
        create_move,
        create_division,
        create_join,
        create_undoing,
        update_summary,
        appeals.list_appeals,
        appeals.show_appeal,
        appeals.create_appeal,
        appeals.update_appeal,
        appeals.delete_appeal,
        appeals.update_networks,
        appeals.show_check,
        appeals.create_sending,
        appeals.show_letters,
        appeals.list_people,
        appeals.remove_person,
        show_timeline,
        list_addressees,
        create_addressee,
        update_addressee,
        delete_addressee,
        list_entries,
        show_entry,
        create_delivery,
        create_update,
        update_entry,
        remove_entry,
        publish,
        withdraw_entry,
        update_reminder,
        list_files,
        show_file,
        create_file,
        remove_file,
        create_scan,
        list_articles,
        show_article,
        create_article,
        update_article,
        delete_article,
        publish_article,
        withdraw,
        list_consents,
        create_picture,
        create_consent,
        create_consent_end,
        delete_consent,
        create_adoption,
        create_opening,
        create_closing,
        create_extension,
        create_accession_opening,
        create_termination,
        create_publication,
        create_embargo,
        create_withdrawal,
        create_abandonment,
        create_declaration,
        list_signatories,
        list_statements,
        create_statement,
        withdraw_statement,
        list_invitations,
        create_invitations,
        create_reminders,
        list_rounds,
        show_round,
        create_round,
        create_round_reminder,
        create_proposal_letters,
        create_round_extension,
        create_round_closing,
        list_amendments,
        show_amendment,
        create_amendment,
        create_amendments_from_file,
        create_recommendation,
        create_decision,
        create_acceptances,
        remove_decision,
        update_public_answer,
        create_reply,
        show_record,
        list_candidates,
        publish_record,
        remove_record,
        remove_line,
        list_comments,
        show_comment,
        create_comment_reply,
        create_disposition,
        show_matrix_csv,
        show_matrix_xlsx,
        show_proposals_docx,
        show_proposals_md,
        list_requests,
        show_request,
        accept_request,
        refuse_request,
        list_notifications,
        show_search,
    ],
    guards=[guard_token],
    exception_handlers=API_ERRORS,
    request_max_body_size=LARGEST_BODY,
)
