"""What the holder of a private link may do."""

from coalition.addresses.routes import Audience, Route, rows

ROUTES: dict[str, Route] = {
    **rows(
        Audience.LINK,
        """
        signing.invitation.show         GET  /{lang}/invitations/{token}
        signing.session.create          POST /{lang}/invitations/{token}/session
        signing.fresh_link.create       POST /{lang}/invitations/{token}/fresh-link
        signing.held_form.create        POST /{lang}/signing/held-form
        signing.text.show               GET  /{lang}/signing
        signing.signature.new           GET  /{lang}/signing/signature/new
        signing.review.show             GET  /{lang}/signing/signature/review
        signing.review.create           POST /{lang}/signing/signature/review
        signing.signature.create        POST /{lang}/signing/signature
        signing.saved_answers.show      GET  /{lang}/signing/saved-answers until
        signing.saved_answers.create    POST /{lang}/signing/saved-answers
        signing.saved_answers.remove    POST /{lang}/signing/saved-answers/removal
        signing.receipt.show            GET  /{lang}/signing/receipt
        signing.receipt_file.show       GET  /{lang}/signing/receipt.html link
        signing.decline.new             GET  /{lang}/signing/decline
        signing.decline.create          POST /{lang}/signing/decline
        signing.decline.remove          POST /{lang}/signing/decline/removal
        signing.wrong_link.new          GET  /{lang}/signing/wrong-link
        signing.wrong_link.create       POST /{lang}/signing/wrong-link
        signing.withdrawal.new          GET  /{lang}/signing/withdrawal
        signing.withdrawal.create       POST /{lang}/signing/withdrawal
        signing.disclosure.new          GET  /{lang}/signing/disclosure
        signing.disclosure.create       POST /{lang}/signing/disclosure
        signing.fresh_link.asked        GET  /{lang}/signing/fresh-link
        signing.fresh_link.show         GET  /{lang}/invitations/{token}/fresh-link
        signing.fresh_link.request      POST /{lang}/signing/fresh-link
        signing.link_end.new            GET  /{lang}/signing/link-end
        signing.link_end.show           GET  /{lang}/signing/link-end/done
        signing.link_end.create         POST /{lang}/signing/link-end
        signing.disclosure.stop         POST /{lang}/signing/disclosure/stop
        signing.timeline_letters.create POST /{lang}/signing/timeline-letters
        signing.timeline_letters.remove POST /{lang}/signing/timeline-letters/removal
        signing.timeline_letters.show   GET  /{lang}/signing/letters/{token}
        signing.timeline_letters.stop   POST /{lang}/signing/letters/{token}/stop
        signing.confirmation.new        GET  /{lang}/signing/confirmation
        signing.confirmation.create     POST /{lang}/signing/confirmation
        signing.statements.list         GET  /{lang}/signing/statements
        signing.statements.create       POST /{lang}/signing/statements
        signing.statement_review.show   GET  /{lang}/signing/statements/review
        signing.statement_review.create POST /{lang}/signing/statements/review
        signing.statement_receipt.show  GET  /{lang}/signing/statements/{statement}/receipt
        signing.statement_withdrawal.new GET /{lang}/signing/statements/{statement}/withdrawal
        signing.statement_withdrawal.create POST /{lang}/signing/statements/{statement}/withdrawal
        signing.delegation.new          GET  /{lang}/signing/delegation
        signing.delegation.show         GET  /{lang}/signing/delegation/done
        signing.delegation.create       POST /{lang}/signing/delegation
        signing.objection.new           GET  /{lang}/signing/objections
        signing.objection.create        POST /{lang}/signing/objections
        signing.objection.remove        POST /{lang}/signing/objections/removal
        signing.vouching.show           GET  /{lang}/signing/vouching
        signing.vouching.create         POST /{lang}/signing/vouching
        signing.question.create         POST /{lang}/signing/question
        signing.disclosure_request.show GET  /{lang}/signing/disclosure-requests/{token}
        signing.disclosure_request.stop POST /{lang}/signing/disclosure-requests/{token}
        signing.contact.show            GET  /{lang}/signing/contacts/{token}
        signing.contact.confirm         POST /{lang}/signing/contacts/{token}
        signing.drafting.show           GET  /{lang}/drafting text
        signing.drafting_answer.new     GET  /{lang}/drafting/answer
        signing.drafting_answer.check   POST /{lang}/drafting/answer
        signing.drafting_receipt.show   GET  /{lang}/drafting/receipt
        signing.drafting_receipt.create POST /{lang}/drafting/receipt
        signing.drafting_provision.show GET  /{lang}/drafting/provisions/{provision} text after comments
        signing.drafting_note.create    POST /{lang}/drafting/provisions/{provision}
        signing.drafting_proposals.show GET  /{lang}/drafting/proposals view language at
        signing.drafting_proposals_docx.show GET /{lang}/drafting/proposals.docx view language
        signing.drafting_proposals_md.show GET /{lang}/drafting/proposals.md view language
        signing.drafting_amendments.list GET /{lang}/drafting/amendments after
        signing.drafting_amendment.new  GET  /{lang}/drafting/amendments/new provision operation text
        signing.drafting_amendment.create POST /{lang}/drafting/amendments
        signing.drafting_amendment.show GET  /{lang}/drafting/amendments/{number}
        signing.drafting_withdrawal.create POST /{lang}/drafting/amendments/{number}/withdrawal
        signing.drafting_public_answer.new GET /{lang}/drafting/amendments/{number}/public-answer
        signing.drafting_public_answer.create POST /{lang}/drafting/amendments/{number}/public-answer
        signing.drafting_support.new    GET  /{lang}/drafting/amendments/{number}/support
        signing.drafting_support.create POST /{lang}/drafting/amendments/{number}/support
        signing.drafting_support.remove POST /{lang}/drafting/amendments/{number}/support/removal
        signing.drafting_reply.create   POST /{lang}/drafting/amendments/{number}/replies
        signing.drafting_comment.show   GET  /{lang}/drafting/comments/{comment}
        signing.drafting_comment_reply.create POST /{lang}/drafting/comments/{comment}/replies
        signing.drafting_private_amendment.edit GET /{lang}/drafting/private-amendments/{key}
        signing.drafting_private_amendment.update POST /{lang}/drafting/private-amendments/{key}
        signing.drafting_private_amendment.remove POST /{lang}/drafting/private-amendments/{key}/removal
        signing.drafting_hand_in.new    GET  /{lang}/drafting/hand-in
        signing.drafting_hand_in.create POST /{lang}/drafting/hand-in
        signing.proof.show              GET  /{lang}/signing/proofs/{token}
        signing.proof.create            POST /{lang}/signing/proofs/{token}
        """,
    ),
}
