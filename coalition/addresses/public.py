"""What everybody may read, and the forms by which a reader asks for something."""

from coalition.addresses.routes import Audience, Route, rows

ROUTES: dict[str, Route] = {
    **rows(
        Audience.PUBLIC,
        """
        public.start.show                  GET /
        public.home.show                   GET /{lang}/
        public.forums.list                 GET /{lang}/forums q year country after
        public.forum.show                  GET /{lang}/forums/{forum} q role after memoranda
        public.memoranda.list              GET /{lang}/memoranda q state kind after
        public.memorandum.show             GET /{lang}/memoranda/{memorandum} text
        public.signatories.show            GET /{lang}/memoranda/{memorandum}/signatories at compare after line earlier q country kind state changed
        public.figures.show                GET /{lang}/memoranda/{memorandum}/figures
        public.statements.list             GET /{lang}/memoranda/{memorandum}/statements at provision number q after
        public.timeline.show               GET /{lang}/memoranda/{memorandum}/timeline q after
        public.drafting.show               GET /{lang}/memoranda/{memorandum}/drafting q after
        public.comparison.show             GET /{lang}/memoranda/{memorandum}/compare left right
        public.verification.show           GET /{lang}/memoranda/{memorandum}/verify
        public.paper.show                  GET /{lang}/memoranda/{memorandum}/paper
        public.editions.list               GET /{lang}/memoranda/{memorandum}/editions q after corrections
        public.edition.show                GET /{lang}/memoranda/{memorandum}/editions/{edition} text
        public.changes.show                GET /{lang}/memoranda/{memorandum}/editions/{edition}/changes text from
        public.correction.show             GET /{lang}/memoranda/{memorandum}/corrections/{number}
        public.citation.show               GET /{lang}/memoranda/{memorandum}/citation edition provision at line statement q after
        public.organisations.list          GET /{lang}/organisations q country order after
        public.organisation.show           GET /{lang}/organisations/{organisation} q acts forums networks partnerships
        public.networks.list               GET /{lang}/networks q level after
        public.network.show                GET /{lang}/networks/{network} q country after former memoranda memorandum signed others
        public.partners.list               GET /{lang}/partners q state country theme kind programme after
        public.articles.list               GET /{lang}/articles q kind organisation forum memorandum after
        public.article.show                GET /{lang}/articles/{article} text
        public.appeals.list                GET /{lang}/appeals q state after
        public.notifications.list          GET /{lang}/notifications memorandum q year kind after
        public.notification.show           GET /{lang}/notifications/{year}/{number}
        public.search.show                 GET /{lang}/search q kind language after
        public.about.show                  GET /{lang}/about
        public.privacy.show                GET /{lang}/privacy
        public.accessibility.show          GET /{lang}/accessibility
        public.memorandum_file.show        GET /memoranda/{file} text at edition
        public.notification_feed.show      GET /feeds/notifications.atom lang
        public.notification_json_feed.show GET /feeds/notifications.json lang
        public.memorandum_feed.show        GET /feeds/memoranda/{file} lang
        public.article_picture.show        GET /pictures/articles/{article}/{picture}
        public.entry_scan.show             GET /pictures/timelines/{entry}/{picture}
        public.article_feed.show           GET /feeds/articles.atom lang
        public.article_json_feed.show      GET /feeds/articles.json lang
        public.appeal_feed.show            GET /feeds/appeals.atom lang
        public.appeal_json_feed.show       GET /feeds/appeals.json lang
        public.citation_file.show          GET /citations/memoranda/{file} edition provision at line statement language
        public.notification_citation.show  GET /citations/notifications/{year}/{file} language
        public.sitemap.show                GET /sitemap.xml
        public.sitemap_pages.show          GET /sitemap-pages.xml
        public.sitemap_forums.show         GET /sitemap-forums.xml after
        public.sitemap_memoranda.show      GET /sitemap-memoranda.xml after
        public.sitemap_organisations.show  GET /sitemap-organisations.xml after
        public.sitemap_networks.show       GET /sitemap-networks.xml after
        public.sitemap_articles.show       GET /sitemap-articles.xml after
        public.robots.show                 GET /robots.txt
        public.security_txt.show           GET /.well-known/security.txt
        public.static.show                 GET /static/{file}
        public.live.show                   GET /health/live
        public.ready.show                  GET /health/ready
        """,
    ),
    **rows(
        Audience.ANYONE_ASKING,
        """
        public.subscription.new    GET  /{lang}/notifications/subscription memorandum
        public.subscription.create POST /{lang}/notifications/subscription
        public.request.new         GET  /{lang}/memoranda/{memorandum}/request
        public.request.create      POST /{lang}/memoranda/{memorandum}/request
        public.accession.new       GET  /{lang}/memoranda/{memorandum}/accession
        public.accession.create    POST /{lang}/memoranda/{memorandum}/accession
        public.mistake.new         GET  /{lang}/organisations/{organisation}/mistake memorandum
        public.mistake.create      POST /{lang}/organisations/{organisation}/mistake
        """,
    ),
    **rows(
        Audience.LINK,
        """
        public.subscription_link.show      GET  /{lang}/notifications/subscription/{token}
        public.subscription_link.update    POST /{lang}/notifications/subscription/{token}
        public.subscription_removal.new    GET  /{lang}/notifications/subscription/{token}/removal
        public.subscription_removal.create POST /{lang}/notifications/subscription/{token}/removal
        public.calendar.show               GET  /{lang}/calendars/{token}
        public.request_link.show           GET  /{lang}/memoranda/{memorandum}/request/{token}
        public.request_link.create         POST /{lang}/memoranda/{memorandum}/request/{token}
        public.mistake_answer.show         GET  /{lang}/mistakes/{token}
        public.accession_link.show         GET  /{lang}/memoranda/{memorandum}/accession/{token}
        """,
    ),
}
