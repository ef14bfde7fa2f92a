"""The router for the routes `public.*` of the table of addresses."""

from typing import Any

from litestar.di import Provide

from coalition.public.appeals import appeal_feeds, appeals
from coalition.public.articles import article_feeds, article_pictures, articles
from coalition.public.calendars import calendars
from coalition.public.forums import forums
from coalition.public.loading import guard_address
from coalition.public.memoranda import (
    citations,
    comparison,
    corrections,
    drafting_records,
    editions,
    entry_scans,
    figures,
    memoranda,
    memorandum_files,
    paper_forms,
    signatories,
    signing_requests,
    statements,
    timelines,
    verification,
)
from coalition.public.memoranda.tombstones import TOMBSTONES
from coalition.public.networks import networks
from coalition.public.notifications import citations as notification_citations
from coalition.public.notifications import feeds, notifications, subscriptions
from coalition.public.organisations import mistakes, organisations
from coalition.public.partners import partners
from coalition.public.search import search
from coalition.public.site import about, health, home, site_files, sitemaps, static_files
from coalition.web.errors import PAGE_ERRORS
from coalition.web.named_host import read_host
from coalition.web.pages import provide_language

LARGEST_FORM = 64 * 1024

HANDLERS = [
    home.show_start,
    home.show_home,
    forums.list_forums,
    forums.show_forum,
    memoranda.list_memoranda,
    memoranda.show_memorandum,
    signatories.show_signatories,
    figures.show_figures,
    statements.list_statements,
    drafting_records.show_drafting,
    timelines.show_timeline,
    comparison.show_comparison,
    verification.show_verification,
    paper_forms.show_paper_form,
    editions.list_editions,
    editions.show_edition,
    editions.show_changes,
    corrections.show_correction,
    citations.show_citation,
    citations.show_citation_file,
    notification_citations.show_notification_citation,
    organisations.list_organisations,
    organisations.show_organisation,
    mistakes.new_mistake,
    mistakes.create_mistake,
    mistakes.show_answer,
    networks.list_networks,
    networks.show_network,
    partners.list_partners,
    articles.list_articles,
    articles.show_article,
    appeals.list_appeals,
    notifications.list_notifications,
    notifications.show_notification,
    subscriptions.new_subscription,
    subscriptions.create_subscription,
    subscriptions.show_subscription,
    subscriptions.update_subscription,
    subscriptions.new_removal,
    subscriptions.create_removal,
    calendars.show_calendar,
    signing_requests.new_request,
    signing_requests.create_request,
    signing_requests.new_accession,
    signing_requests.create_accession,
    signing_requests.show_request,
    signing_requests.confirm_request,
    signing_requests.show_accession,
    search.show_search,
    about.show_about,
    about.show_privacy,
    about.show_accessibility,
    memorandum_files.show_memorandum_file,
    feeds.show_notification_feed,
    feeds.show_notification_json_feed,
    feeds.show_memorandum_feed,
    article_feeds.show_article_feed,
    article_feeds.show_article_json_feed,
    article_pictures.show_picture,
    entry_scans.show_scan,
    appeal_feeds.show_appeal_feed,
    appeal_feeds.show_appeal_json_feed,
    sitemaps.show_sitemap,
    sitemaps.show_pages,
    sitemaps.show_forums,
    sitemaps.show_memoranda,
    sitemaps.show_organisations,
    sitemaps.show_networks,
    sitemaps.show_articles,
    site_files.show_robots,
    site_files.show_security_txt,
    static_files.show_static,
    health.show_live,
    health.show_ready,
]
OPTIONS: dict[str, Any] = {
    "guards": [guard_address],
    "before_request": read_host,
    "dependencies": {"language": Provide(provide_language)},
    "exception_handlers": {**PAGE_ERRORS, **subscriptions.SUBSCRIPTION_ERRORS, **TOMBSTONES, **articles.TOMBSTONES},
    "request_max_body_size": LARGEST_FORM,
}
