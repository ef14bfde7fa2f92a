"""Every address of the site in one table, with who may use it; paths are built only from here."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import quote, urlencode

from msgspec import Struct


class Audience(StrEnum):
    """Who an address is for; everybody else gets 404 (or is asked to sign in)."""

    PUBLIC = "public"  # anybody; no cookie is read or set
    ANYONE_ASKING = "anyone_asking"  # anybody, by a form that is answered by a letter; no cookie is read or set
    LINK = "link"  # whoever holds a private link from a letter, or the session made from it
    ANYONE_SIGNING_IN = "anyone_signing_in"
    COORDINATOR = "coordinator"
    EDITOR = "editor"  # whoever signed in, editors and coordinators
    TOKEN_READ = "token_read"  # noqa: S105 -- a scope, no secret
    TOKEN_WRITE = "token_write"  # noqa: S105


class Route(Struct, frozen=True):
    """One row: method, path with `{name}` places, audience."""

    method: str
    path: str
    audience: Audience


_PLACE = re.compile(r"{(\w+)}")


def url_for(name: str, /, **params: object) -> str:
    """Fill the path of route `name`; parameters that are no place of it become the query, `None` is left out.

    Raises:
        KeyError: there is no such route, or a place has no value.

    """
    path = ROUTES[name].path
    places = set(_PLACE.findall(path))
    filled = _PLACE.sub(lambda match: quote(str(params[match[1]]), safe=""), path)
    query = {key: value for key, value in params.items() if key not in places and key != "lang" and value is not None}
    return f"{filled}?{urlencode(query)}" if query else filled


def _rows(audience: Audience, text: str) -> dict[str, Route]:
    rows = {}
    for line in text.strip().splitlines():
        name, method, path = line.split()
        rows[name] = Route(method, path, audience)
    return rows


ROUTES: dict[str, Route] = {
    **_rows(
        Audience.PUBLIC,
        """
        public.start.show             GET /
        public.home.show              GET /{lang}/
        public.forums.list            GET /{lang}/forums
        public.forum.show             GET /{lang}/forums/{forum}
        public.memoranda.list         GET /{lang}/memoranda
        public.memorandum.show        GET /{lang}/memoranda/{memorandum}
        public.signatories.show       GET /{lang}/memoranda/{memorandum}/signatories
        public.comparison.show        GET /{lang}/memoranda/{memorandum}/compare
        public.verification.show      GET /{lang}/memoranda/{memorandum}/verify
        public.editions.list          GET /{lang}/memoranda/{memorandum}/editions
        public.edition.show           GET /{lang}/memoranda/{memorandum}/editions/{edition}
        public.changes.show           GET /{lang}/memoranda/{memorandum}/editions/{edition}/changes
        public.correction.show        GET /{lang}/memoranda/{memorandum}/corrections/{number}
        public.organisations.list     GET /{lang}/organisations
        public.organisation.show      GET /{lang}/organisations/{organisation}
        public.notifications.list     GET /{lang}/notifications
        public.notification.show      GET /{lang}/notifications/{year}/{number}
        public.about.show             GET /{lang}/about
        public.privacy.show           GET /{lang}/privacy
        public.accessibility.show     GET /{lang}/accessibility
        public.memorandum_file.show   GET /memoranda/{file}
        public.notification_feed.show GET /feeds/notifications.atom
        public.notification_json_feed.show GET /feeds/notifications.json
        public.memorandum_feed.show   GET /feeds/memoranda/{file}
        public.sitemap.show           GET /sitemap.xml
        public.robots.show            GET /robots.txt
        public.security_txt.show      GET /.well-known/security.txt
        public.static.show            GET /static/{file}
        public.live.show              GET /health/live
        public.ready.show             GET /health/ready
        """,
    ),
    **_rows(
        Audience.ANYONE_ASKING,
        """
        public.subscription.new       GET  /{lang}/notifications/subscription
        public.subscription.create    POST /{lang}/notifications/subscription
        public.accession.new          GET  /{lang}/memoranda/{memorandum}/accession
        public.accession.create       POST /{lang}/memoranda/{memorandum}/accession
        """,
    ),
    **_rows(
        Audience.LINK,
        """
        public.subscription_link.show      GET  /{lang}/notifications/subscription/{token}
        public.subscription_link.update    POST /{lang}/notifications/subscription/{token}
        public.subscription_removal.new    GET  /{lang}/notifications/subscription/{token}/removal
        public.subscription_removal.create POST /{lang}/notifications/subscription/{token}/removal
        public.accession_link.show         GET  /{lang}/memoranda/{memorandum}/accession/{token}
        public.accession_link.create       POST /{lang}/memoranda/{memorandum}/accession/{token}
        signing.invitation.show     GET  /{lang}/invitations/{token}
        signing.session.create      POST /{lang}/invitations/{token}/session
        signing.text.show           GET  /{lang}/signing
        signing.signature.new       GET  /{lang}/signing/signature/new
        signing.review.create       POST /{lang}/signing/signature/review
        signing.signature.create    POST /{lang}/signing/signature
        signing.receipt.show        GET  /{lang}/signing/receipt
        signing.decline.new         GET  /{lang}/signing/decline
        signing.decline.create      POST /{lang}/signing/decline
        signing.withdrawal.new      GET  /{lang}/signing/withdrawal
        signing.withdrawal.create   POST /{lang}/signing/withdrawal
        signing.disclosure.new      GET  /{lang}/signing/disclosure
        signing.disclosure.create   POST /{lang}/signing/disclosure
        signing.confirmation.new    GET  /{lang}/signing/confirmation
        signing.confirmation.create POST /{lang}/signing/confirmation
        signing.statements.list     GET  /{lang}/signing/statements
        signing.statements.create   POST /{lang}/signing/statements
        signing.statement.withdraw  POST /{lang}/signing/statements/withdrawal
        signing.delegation.new      GET  /{lang}/signing/delegation
        signing.delegation.create   POST /{lang}/signing/delegation
        signing.objection.new       GET  /{lang}/signing/objections
        signing.objection.create    POST /{lang}/signing/objections
        signing.objection.remove    POST /{lang}/signing/objections/removal
        signing.vouching.show       GET  /{lang}/signing/vouching
        signing.vouching.create     POST /{lang}/signing/vouching
        signing.question.create     POST /{lang}/signing/question
        signing.proof.show          GET  /{lang}/signing/proofs/{token}
        signing.proof.create        POST /{lang}/signing/proofs/{token}
        """,
    ),
    **_rows(
        Audience.ANYONE_SIGNING_IN,
        """
        desk.sign_in.new           GET  /{lang}/sign-in
        desk.sign_in.create        POST /{lang}/sign-in
        desk.sign_in_link.show     GET  /{lang}/sign-in/{token}
        desk.sign_in_link.create   POST /{lang}/sign-in/{token}
        """,
    ),
    **_rows(
        Audience.EDITOR,
        """
        desk.sign_out.create              POST /{lang}/desk/sign-out
        desk.today.show                   GET  /{lang}/desk
        desk.account.show                 GET  /{lang}/desk/account
        desk.account.update               POST /{lang}/desk/account
        desk.password.create              POST /{lang}/desk/account/password
        desk.logins.remove                POST /{lang}/desk/account/logins/removal
        desk.memoranda.list               GET  /{lang}/desk/memoranda
        desk.memorandum.show              GET  /{lang}/desk/memoranda/{memorandum}
        desk.wording.edit                 GET  /{lang}/desk/memoranda/{memorandum}/draft
        desk.wording.update               POST /{lang}/desk/memoranda/{memorandum}/draft
        desk.alignment.edit               GET  /{lang}/desk/memoranda/{memorandum}/alignment
        desk.alignment.update             POST /{lang}/desk/memoranda/{memorandum}/alignment
        """,
    ),
    **_rows(
        Audience.COORDINATOR,
        """
        desk.forums.list                  GET  /{lang}/desk/forums
        desk.forum.new                    GET  /{lang}/desk/forums/new
        desk.forum.create                 POST /{lang}/desk/forums
        desk.forum.edit                   GET  /{lang}/desk/forums/{forum}
        desk.forum.update                 POST /{lang}/desk/forums/{forum}
        desk.forum_organisations.update   POST /{lang}/desk/forums/{forum}/organisations
        desk.programmes.list              GET  /{lang}/desk/programmes
        desk.programme.create             POST /{lang}/desk/programmes
        desk.programme.edit               GET  /{lang}/desk/programmes/{programme}
        desk.programme.update             POST /{lang}/desk/programmes/{programme}
        desk.organisations.list           GET  /{lang}/desk/organisations
        desk.organisation.new             GET  /{lang}/desk/organisations/new
        desk.organisation.create          POST /{lang}/desk/organisations
        desk.organisation.edit            GET  /{lang}/desk/organisations/{organisation}
        desk.organisation.update          POST /{lang}/desk/organisations/{organisation}
        desk.contact.create               POST /{lang}/desk/organisations/{organisation}/contacts
        desk.contact.remove               POST /{lang}/desk/organisations/{organisation}/contacts/removal
        desk.organisation_events.list     GET  /{lang}/desk/organisations/{organisation}/events
        desk.organisation_events.create   POST /{lang}/desk/organisations/{organisation}/events
        desk.proofs.list                  GET  /{lang}/desk/organisations/{organisation}/proofs
        desk.proof.create                 POST /{lang}/desk/organisations/{organisation}/proofs
        desk.proof_check.create           POST /{lang}/desk/organisations/{organisation}/proofs/checks
        desk.import.new                   GET  /{lang}/desk/imports/new
        desk.import.create                POST /{lang}/desk/imports
        desk.import.show                  GET  /{lang}/desk/imports/{import_id}
        desk.import.confirm               POST /{lang}/desk/imports/{import_id}/confirmation
        desk.memorandum.new               GET  /{lang}/desk/memoranda/new
        desk.memorandum.create            POST /{lang}/desk/memoranda
        desk.memorandum.edit              GET  /{lang}/desk/memoranda/{memorandum}/details
        desk.memorandum.update            POST /{lang}/desk/memoranda/{memorandum}/details
        desk.adoption.create              POST /{lang}/desk/memoranda/{memorandum}/adoption
        desk.opening.create               POST /{lang}/desk/memoranda/{memorandum}/opening
        desk.closing.create               POST /{lang}/desk/memoranda/{memorandum}/closing
        desk.publication.create           POST /{lang}/desk/memoranda/{memorandum}/publication
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
        desk.signatories.list             GET  /{lang}/desk/memoranda/{memorandum}/signatories
        desk.signatory.show               GET  /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}
        desk.hiding.create                POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/hiding
        desk.annulment.create             POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/annulment
        desk.erasure.create               POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/erasure
        desk.annulments.new               GET  /{lang}/desk/memoranda/{memorandum}/annulments
        desk.annulments.create            POST /{lang}/desk/memoranda/{memorandum}/annulments
        desk.annulments.show              GET  /{lang}/desk/memoranda/{memorandum}/annulments/{batch}
        desk.annulments.confirm           POST /{lang}/desk/memoranda/{memorandum}/annulments/{batch}/confirmation
        desk.annulments.undo              POST /{lang}/desk/memoranda/{memorandum}/annulments/{batch}/removal
        desk.recorded_act.new             GET  /{lang}/desk/memoranda/{memorandum}/acts/new
        desk.recorded_act.create          POST /{lang}/desk/memoranda/{memorandum}/acts
        desk.signatory_import.new         GET  /{lang}/desk/memoranda/{memorandum}/imports/new
        desk.signatory_import.create      POST /{lang}/desk/memoranda/{memorandum}/imports
        desk.signatory_import.show        GET  /{lang}/desk/memoranda/{memorandum}/imports/{import_id}
        desk.signatory_import.confirm     POST /{lang}/desk/memoranda/{memorandum}/imports/{import_id}/confirmation
        desk.signatories_csv.show         GET  /{lang}/desk/memoranda/{memorandum}/signatories.csv
        desk.mandate.show                 GET  /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/mandate
        desk.mandate.create               POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/mandate
        desk.question.show                GET  /{lang}/desk/questions/{act}
        desk.assurance.create             POST /{lang}/desk/memoranda/{memorandum}/signatories/{organisation}/assurance
        desk.invitations.new              GET  /{lang}/desk/memoranda/{memorandum}/invitations
        desk.invitations.create           POST /{lang}/desk/memoranda/{memorandum}/invitations
        desk.invitation.revoke            POST /{lang}/desk/memoranda/{memorandum}/invitations/revocation
        desk.reminders.create             POST /{lang}/desk/memoranda/{memorandum}/reminders
        desk.accession_requests.list      GET  /{lang}/desk/memoranda/{memorandum}/accessions
        desk.accession_request.show       GET  /{lang}/desk/memoranda/{memorandum}/accessions/{accession}
        desk.acceptance.create            POST /{lang}/desk/memoranda/{memorandum}/accessions/{accession}/acceptance
        desk.refusal.create               POST /{lang}/desk/memoranda/{memorandum}/accessions/{accession}/refusal
        desk.dashboard.show               GET  /{lang}/desk/memoranda/{memorandum}/dashboard
        desk.statements.list              GET  /{lang}/desk/memoranda/{memorandum}/statements
        desk.statements.create            POST /{lang}/desk/memoranda/{memorandum}/statements
        desk.statement.show               GET  /{lang}/desk/memoranda/{memorandum}/statements/{statement}
        desk.statement.withdraw           POST /{lang}/desk/memoranda/{memorandum}/statements/{statement}/withdrawal
        desk.statement_translation.create POST /{lang}/desk/memoranda/{memorandum}/statements/{statement}/translations
        desk.members.list                 GET  /{lang}/desk/memoranda/{memorandum}/people
        desk.members.create               POST /{lang}/desk/memoranda/{memorandum}/people
        """,
    ),
    **_rows(
        Audience.PUBLIC,
        """
        api.openapi.show         GET /api/openapi.json
        api.forums.list          GET /api/v1/forums
        api.forum.show           GET /api/v1/forums/{slug}
        api.memoranda.list       GET /api/v1/memoranda
        api.memorandum.show      GET /api/v1/memoranda/{slug}
        api.wording.show         GET /api/v1/memoranda/{slug}/wordings/{language}
        api.signatories.list     GET /api/v1/memoranda/{slug}/signatories
        api.statements.list      GET /api/v1/memoranda/{slug}/statements
        api.organisations.list   GET /api/v1/organisations
        api.organisation.show    GET /api/v1/organisations/{slug}
        api.notifications.list   GET /api/v1/notifications
        """,
    ),
    **_rows(
        Audience.TOKEN_READ,
        """
        api.invitations.list     GET /api/v1/memoranda/{slug}/invitations
        """,
    ),
    **_rows(
        Audience.TOKEN_WRITE,
        """
        api.organisation.create  POST  /api/v1/organisations
        api.organisation.update  PATCH /api/v1/organisations/{slug}
        api.forum.create         POST  /api/v1/forums
        api.forum.update         PATCH /api/v1/forums/{slug}
        api.memorandum.create    POST  /api/v1/memoranda
        api.memorandum.update    PATCH /api/v1/memoranda/{slug}
        api.wording.update       PUT   /api/v1/memoranda/{slug}/wordings/{language}
        api.adoption.create      POST  /api/v1/memoranda/{slug}/adoption
        api.opening.create       POST  /api/v1/memoranda/{slug}/opening
        api.closing.create       POST  /api/v1/memoranda/{slug}/closing
        api.extension.create     POST  /api/v1/memoranda/{slug}/extension
        api.accession_opening.create POST /api/v1/memoranda/{slug}/accession-opening
        api.termination.create   POST  /api/v1/memoranda/{slug}/termination
        api.invitations.create   POST  /api/v1/memoranda/{slug}/invitations
        api.reminders.create     POST  /api/v1/memoranda/{slug}/reminders
        """,
    ),
}
