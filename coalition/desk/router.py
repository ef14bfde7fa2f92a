"""The routers of the desk: signing in is open to everybody, all other pages are behind the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Router
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from coalition.desk.amendments import accepting as acceptances
from coalition.desk.amendments import amendments, word_amendments
from coalition.desk.amendments import answers as amendment_answers
from coalition.desk.amendments import comments as draft_comments
from coalition.desk.amendments import entering as entered_amendments
from coalition.desk.amendments import public_answers as public_answer_pages
from coalition.desk.appeals import appeal_networks, appeal_sending, appeal_texts
from coalition.desk.approvals import approvals
from coalition.desk.articles import articles, consents, draft_removals, pictures, publications
from coalition.desk.deleting import deleting
from coalition.desk.deliveries import addressee_pages, entry_files, entry_publications, shown_scans, timeline_entries
from coalition.desk.drafting import arranging as draft_arranging
from coalition.desk.drafting import provision_pages as draft_provisions
from coalition.desk.drafting import revisions as draft_revisions
from coalition.desk.drafting import unsaved as draft_unsaved
from coalition.desk.drafting_record import record_pages
from coalition.desk.editions import corrections, revisions
from coalition.desk.forums import archive, choices_of_parts, forums, programmes
from coalition.desk.invitations import choices_of_invited, chosen_rows, invitations, requests
from coalition.desk.languages import glossary, languages, translations
from coalition.desk.matrix import matrix_pages
from coalition.desk.memoranda import (
    adoption,
    alignment,
    dashboard,
    decisions,
    deeds,
    members,
    memoranda,
    rules,
    steps,
    summaries,
    wording_files,
    wordings,
)
from coalition.desk.mistakes import mistakes
from coalition.desk.networks import choices_of_members, network_imports, single_memberships
from coalition.desk.networks import members as network_members
from coalition.desk.organisations import given_lists, imports, likely_pairs, listings, merging, organisation_events, organisations, proofs
from coalition.desk.other_parts import go_to_page, keeping_other_parts
from coalition.desk.outbox import outbox
from coalition.desk.partners import partner_lists, partner_numbers, partners, single_partners
from coalition.desk.people import account, colleagues, host, news, sign_in
from coalition.desk.proposals import ways_to_read
from coalition.desk.rounds import new_rounds, proposal_letters, round_steps, rounds
from coalition.desk.sent_once import show_sent_before
from coalition.desk.shown_again import show_leftover
from coalition.desk.signatories import (
    annulments,
    exports,
    mandates,
    private_links,
    record_corrections,
    recorded_acts,
    signatories,
    signatory,
    signatory_imports,
)
from coalition.desk.statements import statements
from coalition.desk.today import deadline_pages, today
from coalition.parts_of_pages import AskedForPage
from coalition.people.sent_forms import SentBefore
from coalition.settings import load
from coalition.shown_again import NothingCarriedOut
from coalition.web.held_forms import LARGEST_WITH_HELD, carrying_out
from coalition.web.pages import cannot_exist, provide_language
from coalition.web.sessions import guard_desk

if TYPE_CHECKING:
    from types import ModuleType

    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler

_LANGUAGE = {"language": Provide(provide_language)}
_MODULES = (
    today,
    deadline_pages,
    account,
    news,
    colleagues,
    host,
    approvals,
    forums,
    choices_of_parts,
    programmes,
    archive,
    articles,
    draft_removals,
    pictures,
    publications,
    consents,
    organisations,
    listings,
    likely_pairs,
    merging,
    organisation_events,
    network_members,
    single_memberships,
    choices_of_members,
    network_imports,
    imports,
    given_lists,
    partners,
    single_partners,
    partner_numbers,
    partner_lists,
    signatory_imports,
    memoranda,
    appeal_texts,
    appeal_networks,
    appeal_sending,
    adoption,
    steps,
    rules,
    wording_files,
    wordings,
    summaries,
    alignment,
    draft_provisions,
    draft_arranging,
    draft_revisions,
    draft_unsaved,
    matrix_pages,
    ways_to_read,
    languages,
    translations,
    glossary,
    corrections,
    revisions,
    invitations,
    choices_of_invited,
    chosen_rows,
    signatories,
    signatory,
    recorded_acts,
    record_corrections,
    private_links,
    exports,
    annulments,
    requests,
    mistakes,
    dashboard,
    deeds,
    outbox,
    decisions,
    deleting,
    rounds,
    new_rounds,
    round_steps,
    proposal_letters,
    amendments,
    amendment_answers,
    acceptances,
    entered_amendments,
    word_amendments,
    public_answer_pages,
    record_pages,
    timeline_entries,
    entry_publications,
    entry_files,
    shown_scans,
    addressee_pages,
    draft_comments,
    statements,
    members,
    proofs,
    mandates,
)


def _handlers(module: ModuleType) -> list[HTTPRouteHandler]:
    return [value for value in vars(module).values() if isinstance(value, HTTPRouteHandler)]


async def guard_address(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Answer 404 for a language that is not offered and for characters that no record can contain."""
    if connection.path_params.get("lang") not in load().languages or cannot_exist(connection):
        raise NotFoundException


sign_in_router = Router(
    "/",
    route_handlers=[sign_in.new_sign_in, sign_in.create_sign_in, sign_in.show_sign_in_link, sign_in.create_sign_in_link],
    dependencies=_LANGUAGE,
    guards=[guard_address],
    request_max_body_size=LARGEST_WITH_HELD,
)
desk_router = Router(
    "/",
    route_handlers=[sign_in.create_sign_out, *(handler for module in _MODULES for handler in _handlers(module))],
    dependencies=_LANGUAGE,
    guards=[guard_address, guard_desk],
    middleware=[keeping_other_parts, carrying_out],
    exception_handlers={NothingCarriedOut: show_leftover, AskedForPage: go_to_page, SentBefore: show_sent_before},
)
