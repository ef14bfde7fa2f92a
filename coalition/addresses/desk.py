"""Signing in, and what coordinators and editors do."""

from coalition.addresses.routes import Audience, Route, rows

ROUTES: dict[str, Route] = {
    **rows(
        Audience.ANYONE_SIGNING_IN,
        """
        desk.sign_in.new         GET  /{lang}/sign-in
        desk.sign_in.create      POST /{lang}/sign-in
        desk.sign_in_link.show   GET  /{lang}/sign-in/{token}
        desk.sign_in_link.create POST /{lang}/sign-in/{token}
        """,
    ),
    **rows(
        Audience.EDITOR,
        """
        desk.sign_out.create  POST /{lang}/desk/sign-out
        desk.today.show       GET  /{lang}/desk
        desk.account.show     GET  /{lang}/desk/account
        desk.account.update   POST /{lang}/desk/account
        desk.password.edit    GET  /{lang}/desk/account/password
        desk.password.create  POST /{lang}/desk/account/password
        desk.logins.remove    POST /{lang}/desk/account/logins/removal
        desk.token.revoke     POST /{lang}/desk/account/tokens/revocation
        desk.news.update      POST /{lang}/desk/account/news
        desk.calendar.create  POST /{lang}/desk/account/calendar
        desk.calendar.remove  POST /{lang}/desk/account/calendar/removal
        desk.deadlines.list   GET  /{lang}/desk/deadlines
        desk.calendar.show    GET  /{lang}/desk/deadlines.ics
        desk.memoranda.list   GET  /{lang}/desk/memoranda
        desk.memorandum.show  GET  /{lang}/desk/memoranda/{memorandum}
        desk.wording.edit     GET  /{lang}/desk/memoranda/{memorandum}/draft
        desk.wording.update   POST /{lang}/desk/memoranda/{memorandum}/draft
        desk.provision.new    GET  /{lang}/desk/memoranda/{memorandum}/draft/provisions
        desk.provision.create POST /{lang}/desk/memoranda/{memorandum}/draft/provisions
        desk.provision.edit   GET  /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}
        desk.provision.update POST /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}
        desk.provision.remove POST /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}/removal
        desk.arrangement.edit GET  /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}/arrangement
        desk.provision.move   POST /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}/move
        desk.provision.divide POST /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}/division
        desk.provision.join   POST /{lang}/desk/memoranda/{memorandum}/draft/provisions/{provision}/joining
        desk.arranged.show    GET  /{lang}/desk/memoranda/{memorandum}/draft/changes/{change}
        desk.change.undo      POST /{lang}/desk/memoranda/{memorandum}/draft/changes/{change}/undoing
        desk.unsaved_text.update POST /{lang}/desk/memoranda/{memorandum}/draft/unsaved
        desk.unsaved_text.remove POST /{lang}/desk/memoranda/{memorandum}/draft/unsaved/removal
        desk.amendments.list  GET  /{lang}/desk/memoranda/{memorandum}/draft/amendments
        desk.amendment.show   GET  /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}
        desk.recommendation.create  POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}/recommendation
        desk.amendment_reply.create POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}/replies
        desk.draft_comments.show    GET  /{lang}/desk/memoranda/{memorandum}/draft/comments
        desk.draft_comment.show     GET  /{lang}/desk/memoranda/{memorandum}/draft/comments/{number}
        desk.comment_disposition.create POST /{lang}/desk/memoranda/{memorandum}/draft/comments/{number}/disposition
        desk.comment_reply.create   POST /{lang}/desk/memoranda/{memorandum}/draft/comments/{number}/replies
        desk.revisions.list   GET  /{lang}/desk/memoranda/{memorandum}/revisions
        desk.text_revision.show   GET  /{lang}/desk/memoranda/{memorandum}/revisions/{number}
        desk.text_revision.return POST /{lang}/desk/memoranda/{memorandum}/revisions/{number}/return
        desk.matrix.show      GET  /{lang}/desk/memoranda/{memorandum}/draft/matrix
        desk.proposals.show   GET  /{lang}/desk/memoranda/{memorandum}/draft/proposals view language at
        desk.proposals_docx.show GET /{lang}/desk/memoranda/{memorandum}/draft/proposals.docx view language
        desk.proposals_md.show GET  /{lang}/desk/memoranda/{memorandum}/draft/proposals.md view language
        desk.matrix_csv.show  GET  /{lang}/desk/memoranda/{memorandum}/draft/matrix.csv
        desk.matrix_xlsx.show GET  /{lang}/desk/memoranda/{memorandum}/draft/matrix.xlsx
        desk.languages.show   GET  /{lang}/desk/memoranda/{memorandum}/draft/languages
        desk.translation.edit GET  /{lang}/desk/memoranda/{memorandum}/draft/languages/{target}
        desk.translation.update POST /{lang}/desk/memoranda/{memorandum}/draft/languages/{target}
        desk.glossary.show    GET  /{lang}/desk/memoranda/{memorandum}/draft/glossary
        desk.glossary_file.show GET /{lang}/desk/memoranda/{memorandum}/draft/glossary.csv
        desk.term.new         GET  /{lang}/desk/memoranda/{memorandum}/draft/glossary/new
        desk.term.create      POST /{lang}/desk/memoranda/{memorandum}/draft/glossary
        desk.pasted_terms.new GET  /{lang}/desk/memoranda/{memorandum}/draft/glossary/table
        desk.pasted_terms.create POST /{lang}/desk/memoranda/{memorandum}/draft/glossary/table
        desk.term.edit        GET  /{lang}/desk/memoranda/{memorandum}/draft/glossary/{number}
        desk.term.update      POST /{lang}/desk/memoranda/{memorandum}/draft/glossary/{number}
        desk.term.remove      POST /{lang}/desk/memoranda/{memorandum}/draft/glossary/{number}/removal
        desk.wording_file.show  GET /{lang}/desk/memoranda/{memorandum}/draft/files/{file}
        desk.wording_print.show GET /{lang}/desk/memoranda/{memorandum}/draft/print
        desk.word_file.new    GET  /{lang}/desk/memoranda/{memorandum}/word-file
        desk.word_file.create POST /{lang}/desk/memoranda/{memorandum}/word-file
        desk.adoption.new     GET  /{lang}/desk/memoranda/{memorandum}/adoption round show
        desk.wording_confirmation.create POST /{lang}/desk/memoranda/{memorandum}/confirmations
        desk.alignment.edit   GET  /{lang}/desk/memoranda/{memorandum}/alignment
        desk.alignment.update POST /{lang}/desk/memoranda/{memorandum}/alignment
        """,
    ),
    **rows(
        Audience.COORDINATOR,
        """
        desk.forums.list                  GET  /{lang}/desk/forums
        desk.forum.new                    GET  /{lang}/desk/forums/new
        desk.forum.create                 POST /{lang}/desk/forums
        desk.forum.edit                   GET  /{lang}/desk/forums/{forum}
        desk.forum.update                 POST /{lang}/desk/forums/{forum}
        desk.forum_organisations.update   POST /{lang}/desk/forums/{forum}/organisations
        desk.forum.remove                 POST /{lang}/desk/forums/{forum}/removal
        desk.forum_archive.create         POST /{lang}/desk/forums/{forum}/archive
        desk.forum_archive.remove         POST /{lang}/desk/forums/{forum}/archive/removal
        desk.forum_list.new               GET  /{lang}/desk/forums/{forum}/organisations/lists
        desk.forum_list.create            POST /{lang}/desk/forums/{forum}/organisations/lists
        desk.forum_choice.new             GET  /{lang}/desk/forums/{forum}/organisations/choice
        desk.forum_choice.create          POST /{lang}/desk/forums/{forum}/organisations/choice
        desk.programmes.list              GET  /{lang}/desk/programmes
        desk.programme.create             POST /{lang}/desk/programmes
        desk.programme.edit               GET  /{lang}/desk/programmes/{programme}
        desk.programme.update             POST /{lang}/desk/programmes/{programme}
        desk.programme.remove             POST /{lang}/desk/programmes/{programme}/removal
        desk.programme_archive.create     POST /{lang}/desk/programmes/{programme}/archive
        desk.programme_archive.remove     POST /{lang}/desk/programmes/{programme}/archive/removal
        desk.organisations.list           GET  /{lang}/desk/organisations
        desk.organisation.new             GET  /{lang}/desk/organisations/new
        desk.organisation.create          POST /{lang}/desk/organisations
        desk.organisation.edit            GET  /{lang}/desk/organisations/{organisation}
        desk.organisation.update          POST /{lang}/desk/organisations/{organisation}
        desk.organisation.remove          POST /{lang}/desk/organisations/{organisation}/removal
        desk.network.show                 GET  /{lang}/desk/networks/{network}
        desk.memberships.create           POST /{lang}/desk/networks/{network}/members
        desk.membership.edit              GET  /{lang}/desk/networks/{network}/members/{number}
        desk.membership.update            POST /{lang}/desk/networks/{network}/members/{number}
        desk.membership.remove            POST /{lang}/desk/networks/{network}/members/{number}/removal
        desk.network_import.new           GET  /{lang}/desk/network-imports/new
        desk.network_import.create        POST /{lang}/desk/network-imports
        desk.network_import_sample.show   GET  /{lang}/desk/network-imports/sample.csv
        desk.network_choice.new           GET  /{lang}/desk/networks/{network}/choice
        desk.network_choice.create        POST /{lang}/desk/networks/{network}/choice
        desk.network_list.new             GET  /{lang}/desk/networks/{network}/lists
        desk.network_list.create          POST /{lang}/desk/networks/{network}/lists
        desk.duplicates.list              GET  /{lang}/desk/organisations/duplicates
        desk.merging.new                  GET  /{lang}/desk/organisations/{organisation}/merging
        desk.merging.create               POST /{lang}/desk/organisations/{organisation}/merging
        desk.merging.remove               POST /{lang}/desk/organisations/{organisation}/merging/removal
        desk.difference.create            POST /{lang}/desk/organisations/{organisation}/differences
        desk.difference.remove            POST /{lang}/desk/organisations/{organisation}/differences/removal
        desk.listing.edit                 GET  /{lang}/desk/organisations/{organisation}/listing
        desk.listing.create               POST /{lang}/desk/organisations/{organisation}/listing
        desk.listing.remove               POST /{lang}/desk/organisations/{organisation}/listing/removal
        desk.listings.list                GET  /{lang}/desk/listings
        desk.listings.confirm             POST /{lang}/desk/listings
        desk.contacts.show                GET  /{lang}/desk/contacts/{number}
        desk.contact.create               POST /{lang}/desk/organisations/{organisation}/contacts
        desk.contact.remove               POST /{lang}/desk/organisations/{organisation}/contacts/removal
        desk.organisation_events.list     GET  /{lang}/desk/organisations/{organisation}/events
        desk.organisation_events.create   POST /{lang}/desk/organisations/{organisation}/events
        desk.proofs.list                  GET  /{lang}/desk/organisations/{organisation}/proofs
        desk.proof.create                 POST /{lang}/desk/organisations/{organisation}/proofs
        desk.proof_check.create           POST /{lang}/desk/organisations/{organisation}/proofs/checks
        desk.partners.list                GET  /{lang}/desk/partners
        desk.partners.create              POST /{lang}/desk/partners
        desk.partners.new                 GET  /{lang}/desk/partners/new
        desk.partners.show                POST /{lang}/desk/shown-partners
        desk.partner_list.new             GET  /{lang}/desk/partner-lists
        desk.partner_list.create          POST /{lang}/desk/partner-lists
        desk.partner_number.edit          GET  /{lang}/desk/partner-number
        desk.partner_number.update        POST /{lang}/desk/partner-number
        desk.partner.edit                 GET  /{lang}/desk/partners/{number}
        desk.partner.update               POST /{lang}/desk/partners/{number}
        desk.partner.remove               POST /{lang}/desk/partners/{number}/removal
        desk.import.new                   GET  /{lang}/desk/imports/new
        desk.import.create                POST /{lang}/desk/imports
        desk.import.show                  GET  /{lang}/desk/imports/{import_id}
        desk.import.confirm               POST /{lang}/desk/imports/{import_id}/confirmation
        desk.import_columns.edit          GET  /{lang}/desk/imports/{import_id}/columns
        desk.import_columns.update        POST /{lang}/desk/imports/{import_id}/columns
        desk.import_answers.create        POST /{lang}/desk/imports/{import_id}/answers
        desk.import_rows.show             GET  /{lang}/desk/imports/{import_id}/left-out.csv
        desk.import_undoing.create        POST /{lang}/desk/imports/{import_id}/undoing
        desk.import_parts.create          POST /{lang}/desk/imports/{import_id}/parts
        desk.import_sample.show           GET  /{lang}/desk/imports/sample.csv
        desk.memorandum.new               GET  /{lang}/desk/memoranda/new
        desk.memorandum.create            POST /{lang}/desk/memoranda
        desk.memorandum.edit              GET  /{lang}/desk/memoranda/{memorandum}/details
        desk.memorandum.update            POST /{lang}/desk/memoranda/{memorandum}/details
        desk.memorandum.remove            POST /{lang}/desk/memoranda/{memorandum}/removal
        desk.summary.edit                 GET  /{lang}/desk/memoranda/{memorandum}/summary
        desk.summary.update               POST /{lang}/desk/memoranda/{memorandum}/summary
        desk.language_people.update       POST /{lang}/desk/memoranda/{memorandum}/draft/languages/{target}/people
        desk.adoption.create              POST /{lang}/desk/memoranda/{memorandum}/adoption
        desk.opening.create               POST /{lang}/desk/memoranda/{memorandum}/opening
        desk.closing.create               POST /{lang}/desk/memoranda/{memorandum}/closing
        desk.publication.create           POST /{lang}/desk/memoranda/{memorandum}/publication
        desk.embargo.create               POST /{lang}/desk/memoranda/{memorandum}/embargo
        desk.embargo.remove               POST /{lang}/desk/memoranda/{memorandum}/embargo/removal
        desk.decision.new                 GET  /{lang}/desk/memoranda/{memorandum}/decisions/{decision}
        desk.decision.create              POST /{lang}/desk/memoranda/{memorandum}/decisions/{decision}
        desk.corrections.list             GET  /{lang}/desk/memoranda/{memorandum}/corrections
        desk.correction.create            POST /{lang}/desk/memoranda/{memorandum}/corrections
        desk.correction.new               GET  /{lang}/desk/memoranda/{memorandum}/corrections/new
        desk.correction_objection.create  POST /{lang}/desk/memoranda/{memorandum}/corrections/{number}/objections
        desk.correction_decision.create   POST /{lang}/desk/memoranda/{memorandum}/corrections/{number}/decision
        desk.correction.withdraw          POST /{lang}/desk/memoranda/{memorandum}/corrections/{number}/withdrawal
        desk.revision.create              POST /{lang}/desk/memoranda/{memorandum}/revision
        desk.revision.remove              POST /{lang}/desk/memoranda/{memorandum}/revision/removal
        desk.successor.update             POST /{lang}/desk/memoranda/{memorandum}/successor
        desk.rules.edit                   GET  /{lang}/desk/memoranda/{memorandum}/rules
        desk.rules.update                 POST /{lang}/desk/memoranda/{memorandum}/rules
        desk.extension.create             POST /{lang}/desk/memoranda/{memorandum}/extension
        desk.accession_opening.create     POST /{lang}/desk/memoranda/{memorandum}/accession-opening
        desk.termination.create           POST /{lang}/desk/memoranda/{memorandum}/termination
        desk.acceptances.new              GET  /{lang}/desk/memoranda/{memorandum}/draft/amendments/acceptance
        desk.acceptances.create           POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/acceptance
        desk.amendment_file.new           GET  /{lang}/desk/memoranda/{memorandum}/draft/amendments/word-file
        desk.amendment_file.create        POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/word-file
        desk.amendment.new                GET  /{lang}/desk/memoranda/{memorandum}/draft/amendments/new
        desk.amendment.create             POST /{lang}/desk/memoranda/{memorandum}/draft/amendments
        desk.drafting_record.show         GET  /{lang}/desk/memoranda/{memorandum}/drafting-record
        desk.drafting_record.create       POST /{lang}/desk/memoranda/{memorandum}/drafting-record
        desk.drafting_record.remove       POST /{lang}/desk/memoranda/{memorandum}/drafting-record/removal
        desk.published_proposal.remove    POST /{lang}/desk/memoranda/{memorandum}/drafting-record/{number}/removal
        desk.public_answer.new            GET  /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}/public-answer
        desk.public_answer.create         POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}/public-answer
        desk.amendment_decision.create    POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}/decision
        desk.amendment_decision.remove    POST /{lang}/desk/memoranda/{memorandum}/draft/amendments/{number}/decision/removal
        desk.rounds.list                  GET  /{lang}/desk/memoranda/{memorandum}/rounds before
        desk.round.create                 POST /{lang}/desk/memoranda/{memorandum}/rounds
        desk.round.new                    GET  /{lang}/desk/memoranda/{memorandum}/rounds/new
        desk.round.show                   GET  /{lang}/desk/memoranda/{memorandum}/rounds/{number}
        desk.round_reminder.create        POST /{lang}/desk/memoranda/{memorandum}/rounds/{number}/reminders
        desk.round_proposals.new          GET  /{lang}/desk/memoranda/{memorandum}/rounds/{number}/proposal-letters view
        desk.round_proposals.create       POST /{lang}/desk/memoranda/{memorandum}/rounds/{number}/proposal-letters
        desk.round_extension.create       POST /{lang}/desk/memoranda/{memorandum}/rounds/{number}/extension
        desk.seat_links.end               POST /{lang}/desk/memoranda/{memorandum}/rounds/{number}/links
        desk.round_closing.create         POST /{lang}/desk/memoranda/{memorandum}/rounds/{number}/closing
        desk.signatories.list             GET  /{lang}/desk/memoranda/{memorandum}/signatories
        desk.signatory.show               GET  /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}
        desk.hiding.create                POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/hiding
        desk.private_links.end            POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/links
        desk.disclosure_request.stop      POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/disclosure
        desk.annulment.create             POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/annulment
        desk.erasure.create               POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/erasure
        desk.annulments.new               GET  /{lang}/desk/memoranda/{memorandum}/annulments
        desk.annulments.create            POST /{lang}/desk/memoranda/{memorandum}/annulments
        desk.annulments.show              GET  /{lang}/desk/memoranda/{memorandum}/annulments/{batch}
        desk.annulments.confirm           POST /{lang}/desk/memoranda/{memorandum}/annulments/{batch}/confirmation
        desk.annulments.undo              POST /{lang}/desk/memoranda/{memorandum}/annulments/{batch}/removal
        desk.recorded_act.new             GET  /{lang}/desk/memoranda/{memorandum}/acts/new
        desk.act_review.create            POST /{lang}/desk/memoranda/{memorandum}/acts/review
        desk.recorded_act.create          POST /{lang}/desk/memoranda/{memorandum}/acts
        desk.remarked_act.create          POST /{lang}/desk/memoranda/{memorandum}/acts/remarks
        desk.record_correction.new        GET  /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/corrections/{act}
        desk.record_correction.review     POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/corrections/{act}/review
        desk.remarked_correction.create   POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/corrections/{act}/remarks
        desk.record_correction.create     POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/corrections/{act}
        desk.signatory_import.new         GET  /{lang}/desk/memoranda/{memorandum}/imports/new
        desk.signatory_import.create      POST /{lang}/desk/memoranda/{memorandum}/imports
        desk.signatory_import.show        GET  /{lang}/desk/memoranda/{memorandum}/imports/{import_id}
        desk.signatory_import.confirm     POST /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/confirmation
        desk.signatory_import_columns.edit   GET  /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/columns
        desk.signatory_import_columns.update POST /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/columns
        desk.signatory_import_answers.create POST /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/answers
        desk.signatory_import_rows.show      GET  /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/left-out.csv
        desk.signatory_import_undoing.create POST /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/undoing
        desk.signatory_import_sample.show    GET  /{lang}/desk/memoranda/{memorandum}/imports/sample.csv
        desk.signatories_export.new       GET  /{lang}/desk/memoranda/{memorandum}/export
        desk.signatories_export.create    POST /{lang}/desk/memoranda/{memorandum}/export
        desk.receipts.create              POST /{lang}/desk/memoranda/{memorandum}/receipts
        desk.receipt.create               POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/receipt
        desk.successor_link.create        POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/successor-link
        desk.mandate.show                 GET  /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/mandate
        desk.mandate.create               POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/mandate
        desk.question.show                GET  /{lang}/desk/questions/{act}
        desk.assurance.create             POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/assurance
        desk.invitations.new              GET  /{lang}/desk/memoranda/{memorandum}/invitations
        desk.invitations.create           POST /{lang}/desk/memoranda/{memorandum}/invitations
        desk.invitation_list.new          GET  /{lang}/desk/memoranda/{memorandum}/invitations/lists
        desk.invitation_list.create       POST /{lang}/desk/memoranda/{memorandum}/invitations/lists
        desk.invitation_choice.new        GET  /{lang}/desk/memoranda/{memorandum}/invitations/choice
        desk.invitation_choice.create     POST /{lang}/desk/memoranda/{memorandum}/invitations/choice
        desk.invitation.revoke            POST /{lang}/desk/memoranda/{memorandum}/invitations/revocation
        desk.chosen_review.create         POST /{lang}/desk/memoranda/{memorandum}/invitations/chosen/review
        desk.chosen_measure.create        POST /{lang}/desk/memoranda/{memorandum}/invitations/chosen
        desk.reminders.create             POST /{lang}/desk/memoranda/{memorandum}/reminders
        desk.requests.list                GET  /{lang}/desk/memoranda/{memorandum}/requests
        desk.request.show                 GET  /{lang}/desk/memoranda/{memorandum}/requests/{number}
        desk.acceptance.create            POST /{lang}/desk/memoranda/{memorandum}/requests/{number}/acceptance
        desk.refusal.create               POST /{lang}/desk/memoranda/{memorandum}/requests/{number}/refusal
        desk.mistakes.list                GET  /{lang}/desk/mistakes
        desk.mistake.show                 GET  /{lang}/desk/mistakes/{mistake}
        desk.mistake_answer.create        POST /{lang}/desk/mistakes/{mistake}/answer
        desk.dashboard.show               GET  /{lang}/desk/memoranda/{memorandum}/dashboard
        desk.statements.list              GET  /{lang}/desk/memoranda/{memorandum}/statements after
        desk.statements.create            POST /{lang}/desk/memoranda/{memorandum}/statements
        desk.statement.show               GET  /{lang}/desk/memoranda/{memorandum}/statements/{statement}
        desk.statement.withdraw           POST /{lang}/desk/memoranda/{memorandum}/statements/{statement}/withdrawal
        desk.statement_translation.create POST /{lang}/desk/memoranda/{memorandum}/statements/{statement}/translations
        desk.members.list                 GET  /{lang}/desk/memoranda/{memorandum}/people
        desk.members.create               POST /{lang}/desk/memoranda/{memorandum}/people
        desk.answering.update             POST /{lang}/desk/memoranda/{memorandum}/people/answering
        desk.public_contact.create        POST /{lang}/desk/memoranda/{memorandum}/people/contact
        desk.public_contact.remove        POST /{lang}/desk/memoranda/{memorandum}/people/contact/removal
        desk.member.remove                POST /{lang}/desk/memoranda/{memorandum}/people/removal
        desk.outbox.list                  GET  /{lang}/desk/outbox q state sort before
        desk.letters.list                 GET  /{lang}/desk/memoranda/{memorandum}/letters q state sort before
        desk.letter_attempt.create        POST /{lang}/desk/outbox/{number}/attempt
        desk.register_letters.list        GET  /{lang}/desk/outbox/register q about state sort before
        desk.register_letter_attempt.create POST /{lang}/desk/outbox/register/{number}/attempt
        desk.trail.show                   GET  /{lang}/desk/memoranda/{memorandum}/trail
        desk.deeds.list                   GET  /{lang}/desk/trail
        desk.host.edit                    GET  /{lang}/desk/host
        desk.host.update                  POST /{lang}/desk/host
        desk.people.list                  GET  /{lang}/desk/people
        desk.people.create                POST /{lang}/desk/people
        desk.disabling.new                GET  /{lang}/desk/people/{account}/disabling
        desk.person.disable               POST /{lang}/desk/people/{account}/disabling
        desk.person.enable                POST /{lang}/desk/people/{account}/enabling
        desk.takeover.create              POST /{lang}/desk/people/takeovers
        desk.approvals.list               GET  /{lang}/desk/approvals
        desk.approval.show                GET  /{lang}/desk/approvals/{approval}
        desk.approval.create              POST /{lang}/desk/approvals/{approval}/approval
        desk.approval.refuse              POST /{lang}/desk/approvals/{approval}/refusal
        desk.approval.withdraw            POST /{lang}/desk/approvals/{approval}/withdrawal
        desk.person.sign_out              POST /{lang}/desk/people/{account}/signing-out
        """,
    ),
}
