"""Every kind of queued work, known to the worker once this module is imported."""

from __future__ import annotations

from importlib import import_module

HANDLERS = (
    "acts.counting_hidden",
    "acts.effect",
    "amendments.ending_amendments",
    "amendments.view_letters",
    "announcements.completing",
    "announcements.mailing",
    "approvals.deciding",
    "appeals.person_consents",
    "articles.consents",
    "deliveries.deliverers",
    "deliveries.timeline_subscribing",
    "deliveries.timeline_letters",
    "drafting_record.erasing_lines",
    "drafting_record.named_authors",
    "drafting_record.published_letters",
    "editions.adopting",
    "editions.correcting",
    "imports.membership_list",
    "imports.organisation_list",
    "imports.past_signatories",
    "imports.file_previews",
    "imports.undoing",
    "invitations.chosen_rows",
    "invitations.contacts",
    "invitations.ending_links",
    "invitations.fresh_links",
    "invitations.inviting",
    "invitations.inviting_many",
    "invitations.reminding",
    "invitations.window_letters",
    "jobs.long_work",
    "mail.reading_reports",
    "mail.sending",
    "memoranda.embargoing",
    "news.news_letters",
    "news.schedule",
    "news.taking_back",
    "notices.subscribing",
    "people.signing_in",
    "reported_mistakes.reporting",
    "rounds.closing_rounds",
    "rounds.forgetting",
    "rounds.fresh_seat_links",
    "rounds.round_letters",
    "search.indexing",
    "signatures.batches",
    "signatures.confirming",
    "signatures.disclosing",
    "signatures.raising",
    "signatures.receipt_letters",
    "signing_requests.requesting",
    "statements.statement_numbers",
)

# What answers the questions of packages below while jobs run.
SOURCES = ("appeals.appeal_letters",)

for handler in (*HANDLERS, *SOURCES):
    import_module(f"coalition.{handler}")
