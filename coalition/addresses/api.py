"""What programs may read and do."""

from coalition.addresses.routes import Audience, Route, rows

ROUTES: dict[str, Route] = {
    **rows(
        Audience.PUBLIC,
        """
        api.openapi.show       GET /api/openapi.json
        api.forums.list        GET /api/v1/forums after limit
        api.forum.show         GET /api/v1/forums/{slug} after limit
        api.memoranda.list     GET /api/v1/memoranda after limit
        api.memorandum.show    GET /api/v1/memoranda/{slug}
        api.wording.show       GET /api/v1/memoranda/{slug}/wordings/{language}
        api.provisions.list    GET /api/v1/memoranda/{slug}/provisions
        api.signatories.list   GET /api/v1/memoranda/{slug}/signatories at after limit
        api.statements.list    GET /api/v1/memoranda/{slug}/statements at
        api.timeline.show      GET /api/v1/memoranda/{slug}/timeline after limit q
        api.appeals.list       GET /api/v1/appeals after limit state
        api.appeal.show        GET /api/v1/appeals/{slug}
        api.drafting.show      GET /api/v1/memoranda/{slug}/drafting after limit q
        api.organisations.list GET /api/v1/organisations after limit
        api.organisation.show  GET /api/v1/organisations/{slug}
        api.networks.list      GET /api/v1/networks after limit
        api.network.show       GET /api/v1/networks/{slug} after limit
        api.partners.list      GET /api/v1/partners after limit state country theme kind programme
        api.articles.list      GET /api/v1/articles after limit q kind state language organisation forum memorandum
        api.article.show       GET /api/v1/articles/{slug}
        api.notifications.list GET /api/v1/notifications since after limit
        api.search.show        GET /api/v1/search q kind language after limit
        """,
    ),
    **rows(
        Audience.TOKEN_READ,
        """
        api.duplicates.list  GET /api/v1/duplicates after limit
        api.glossary.list    GET /api/v1/forums/{slug}/glossary after limit q
        api.languages.list   GET /api/v1/memoranda/{slug}/languages
        api.text_revisions.list GET /api/v1/memoranda/{slug}/wordings/{language}/revisions after limit by kind provision
        api.word_file.show   GET /api/v1/memoranda/{slug}/wordings/{language}/word against lines
        api.proposals_docx.show GET /api/v1/memoranda/{slug}/wordings/{language}/proposals.docx view
        api.proposals_md.show GET /api/v1/memoranda/{slug}/wordings/{language}/proposals.md view
        api.text_revision.show GET /api/v1/memoranda/{slug}/wordings/{language}/revisions/{number} against
        api.invitations.list GET /api/v1/memoranda/{slug}/invitations
        api.partner.show     GET /api/v1/partners/{number}
        api.rounds.list      GET /api/v1/memoranda/{slug}/rounds
        api.round.show       GET /api/v1/memoranda/{slug}/rounds/{number}
        api.addressees.list  GET /api/v1/memoranda/{slug}/addressees
        api.deliveries.list  GET /api/v1/memoranda/{slug}/deliveries after limit kind state q
        api.delivery.show    GET /api/v1/memoranda/{slug}/deliveries/{entry}
        api.entry_files.list GET /api/v1/memoranda/{slug}/deliveries/{entry}/files
        api.entry_file.show  GET /api/v1/memoranda/{slug}/deliveries/{entry}/files/{number}
        api.appeal_check.show GET /api/v1/appeals/{slug}/check
        api.appeal_letters.show GET /api/v1/appeals/{slug}/letters
        api.appeal_people.list GET /api/v1/appeals/{slug}/people
        api.drafting_candidates.list GET /api/v1/memoranda/{slug}/drafting/candidates after limit
        api.amendments.list  GET /api/v1/memoranda/{slug}/amendments after limit state provision language organisation round
        api.amendment.show   GET /api/v1/memoranda/{slug}/amendments/{number}
        api.comments.list    GET /api/v1/memoranda/{slug}/comments after limit provision
        api.comment.show     GET /api/v1/memoranda/{slug}/comments/{comment}
        api.matrix_csv.show  GET /api/v1/memoranda/{slug}/matrix.csv round
        api.matrix_xlsx.show GET /api/v1/memoranda/{slug}/matrix.xlsx round
        api.consents.list    GET /api/v1/articles/{slug}/consents
        api.requests.list    GET /api/v1/memoranda/{slug}/requests
        api.request.show     GET /api/v1/memoranda/{slug}/requests/{number}
        """,
    ),
    **rows(
        Audience.TOKEN_WRITE,
        """
        api.organisation.create        POST  /api/v1/organisations
        api.organisation.update        PATCH /api/v1/organisations/{slug}
        api.organisation_events.create POST  /api/v1/organisations/{slug}/events
        api.network.create             POST  /api/v1/networks
        api.network.update             PATCH /api/v1/networks/{slug}
        api.merging.create             POST  /api/v1/organisations/{slug}/merging
        api.merging.remove             DELETE /api/v1/organisations/{slug}/merging
        api.difference.create          POST  /api/v1/organisations/{slug}/differences
        api.difference.remove          DELETE /api/v1/organisations/{slug}/differences/{other}
        api.forum.create               POST  /api/v1/forums
        api.forum.update               PATCH /api/v1/forums/{slug}
        api.forum_archive.create       POST  /api/v1/forums/{slug}/archive
        api.partner.create             POST  /api/v1/partners
        api.partner.update             PATCH /api/v1/partners/{number}
        api.memorandum.create          POST  /api/v1/memoranda
        api.memorandum.update          PATCH /api/v1/memoranda/{slug}
        api.wording.update             PUT   /api/v1/memoranda/{slug}/wordings/{language}
        api.word_file.create           POST  /api/v1/memoranda/{slug}/wordings/{language}/word version tracked save
        api.text_return.create         POST  /api/v1/memoranda/{slug}/wordings/{language}/revisions/{number}/return
        api.provision.update           PUT   /api/v1/memoranda/{slug}/wordings/{language}/provisions/{provision}
        api.provision.create           POST  /api/v1/memoranda/{slug}/provisions
        api.provision.remove           DELETE /api/v1/memoranda/{slug}/provisions/{provision}
        api.provision_move.create      POST  /api/v1/memoranda/{slug}/provisions/{provision}/moves
        api.provision_division.create  POST  /api/v1/memoranda/{slug}/provisions/{provision}/divisions
        api.provision_join.create      POST  /api/v1/memoranda/{slug}/provisions/{provision}/joins
        api.change_undoing.create      POST  /api/v1/memoranda/{slug}/changes/{change}/undoing
        api.summary.update             PUT   /api/v1/memoranda/{slug}/summaries/{language}
        api.provision_confirmation.create POST /api/v1/memoranda/{slug}/provisions/{provision}/confirmations
        api.language.update            PUT   /api/v1/memoranda/{slug}/languages/{language}
        api.glossary.create            POST  /api/v1/forums/{slug}/glossary
        api.term.update                PUT   /api/v1/forums/{slug}/glossary/{number}
        api.term.remove                DELETE /api/v1/forums/{slug}/glossary/{number}
        api.adoption.create            POST  /api/v1/memoranda/{slug}/adoption
        api.opening.create             POST  /api/v1/memoranda/{slug}/opening
        api.closing.create             POST  /api/v1/memoranda/{slug}/closing
        api.extension.create           POST  /api/v1/memoranda/{slug}/extension
        api.accession_opening.create   POST  /api/v1/memoranda/{slug}/accession-opening
        api.termination.create         POST  /api/v1/memoranda/{slug}/termination
        api.embargo.create             POST  /api/v1/memoranda/{slug}/embargo
        api.publication.create         POST  /api/v1/memoranda/{slug}/publication
        api.withdrawal.create          POST  /api/v1/memoranda/{slug}/withdrawal-from-public
        api.abandonment.create         POST  /api/v1/memoranda/{slug}/abandonment
        api.declaration.create         POST  /api/v1/memoranda/{slug}/effect-declaration
        api.statement.create           POST  /api/v1/memoranda/{slug}/statements
        api.statement.withdraw         POST  /api/v1/memoranda/{slug}/statements/{statement}/withdrawal
        api.invitations.create         POST  /api/v1/memoranda/{slug}/invitations
        api.reminders.create           POST  /api/v1/memoranda/{slug}/reminders
        api.round.create               POST  /api/v1/memoranda/{slug}/rounds
        api.round_reminder.create      POST  /api/v1/memoranda/{slug}/rounds/{number}/reminders
        api.round_proposals.create     POST  /api/v1/memoranda/{slug}/rounds/{number}/proposal-letters
        api.round_extension.create     POST  /api/v1/memoranda/{slug}/rounds/{number}/extension
        api.round_closing.create       POST  /api/v1/memoranda/{slug}/rounds/{number}/closing
        api.amendment.create           POST  /api/v1/memoranda/{slug}/amendments
        api.amendment_file.create      POST  /api/v1/memoranda/{slug}/amendments/word organisation language disclosure save
        api.amendment_recommendation.create POST /api/v1/memoranda/{slug}/amendments/{number}/recommendation
        api.amendment_decision.create  POST  /api/v1/memoranda/{slug}/amendments/{number}/decision
        api.addressee.create           POST  /api/v1/memoranda/{slug}/addressees
        api.addressee.update           PUT   /api/v1/memoranda/{slug}/addressees/{number}
        api.addressee.remove           DELETE /api/v1/memoranda/{slug}/addressees/{number}
        api.delivery.create            POST  /api/v1/memoranda/{slug}/deliveries
        api.update.create              POST  /api/v1/memoranda/{slug}/updates
        api.delivery.update            PUT   /api/v1/memoranda/{slug}/deliveries/{entry}
        api.delivery.remove            DELETE /api/v1/memoranda/{slug}/deliveries/{entry}
        api.delivery.publish           POST  /api/v1/memoranda/{slug}/deliveries/{entry}/publication
        api.delivery.withdraw          POST  /api/v1/memoranda/{slug}/deliveries/{entry}/withdrawal
        api.entry_file.create          POST  /api/v1/memoranda/{slug}/deliveries/{entry}/files name
        api.entry_file.remove          DELETE /api/v1/memoranda/{slug}/deliveries/{entry}/files/{number}
        api.entry_scan.create          POST  /api/v1/memoranda/{slug}/deliveries/{entry}/scans
        api.reminder.update            PUT   /api/v1/memoranda/{slug}/deliveries/{entry}/reminder
        api.article.create             POST  /api/v1/articles
        api.article.update             PATCH /api/v1/articles/{slug}
        api.article.remove             DELETE /api/v1/articles/{slug}
        api.article.publish            POST  /api/v1/articles/{slug}/publication
        api.article.withdraw           POST  /api/v1/articles/{slug}/withdrawal
        api.article_picture.create     POST  /api/v1/articles/{slug}/pictures
        api.consent.create             POST  /api/v1/articles/{slug}/consents
        api.consent_end.create         POST  /api/v1/articles/{slug}/consents/{number}/end
        api.consent.remove             DELETE /api/v1/articles/{slug}/consents/{number}
        api.appeal.create              POST  /api/v1/appeals
        api.appeal.update              PUT   /api/v1/appeals/{slug}
        api.appeal.remove              DELETE /api/v1/appeals/{slug}
        api.appeal_networks.update     PUT   /api/v1/appeals/{slug}/networks
        api.appeal_sending.create      POST  /api/v1/appeals/{slug}/sending
        api.appeal_person.remove       DELETE /api/v1/appeals/{slug}/people/{number}
        api.drafting.create            POST  /api/v1/memoranda/{slug}/drafting
        api.drafting.remove            DELETE /api/v1/memoranda/{slug}/drafting
        api.drafting_line.remove       DELETE /api/v1/memoranda/{slug}/drafting/{number}
        api.public_answer.update       PUT   /api/v1/memoranda/{slug}/amendments/{number}/public-answer
        api.amendment_decision.remove  DELETE /api/v1/memoranda/{slug}/amendments/{number}/decision
        api.acceptances.create         POST  /api/v1/memoranda/{slug}/acceptances
        api.amendment_reply.create     POST  /api/v1/memoranda/{slug}/amendments/{number}/replies
        api.comment_reply.create       POST  /api/v1/memoranda/{slug}/comments/{comment}/replies
        api.comment_disposition.create POST  /api/v1/memoranda/{slug}/comments/{comment}/disposition
        api.acceptance.create          POST  /api/v1/memoranda/{slug}/requests/{number}/acceptance
        api.refusal.create             POST  /api/v1/memoranda/{slug}/requests/{number}/refusal
        """,
    ),
}
