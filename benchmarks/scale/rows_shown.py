"""One indexed query of the rows that a view shows, for each sort of rows: the least that the view can cost."""

from __future__ import annotations

import re

PAGE = 100  # rows of a page of a list

# The placeholders of the engine of the site; the argument is a slug, an id, or none.
_NAME = "LEFT JOIN organisation_name n ON n.organisation = o.id AND n.is_primary"
_HERE = "(SELECT id FROM memorandum WHERE slug = {})"
QUERIES: dict[str, tuple[str, str]] = {}


def _add(sort: str, argument: str, *parts: str) -> None:
    QUERIES[sort] = (" ".join(parts), argument)


_add("nothing", "", "SELECT version FROM publication")
_add(
    *("text", "slug", "SELECT m.*, e.digest, w.* FROM memorandum m JOIN edition e ON e.memorandum = m.id"),
    "JOIN wording w ON w.edition = e.id WHERE m.slug = {}",
)
_add(
    *("signatories", "slug", f"SELECT s.*, o.slug, n.name FROM standing s JOIN organisation o ON o.id = s.organisation {_NAME}"),
    f"WHERE s.memorandum = {_HERE} AND s.shown = 'named' AND s.line ORDER BY s.place LIMIT {PAGE}",
)
_add(
    *("invitations", "slug", f"SELECT i.*, o.slug, n.name FROM invitation i JOIN organisation o ON o.id = i.organisation {_NAME}"),
    f"WHERE i.memorandum = {_HERE} LIMIT {PAGE}",
)
_add("acts of one", "slug", "SELECT a.* FROM act a WHERE a.organisation = (SELECT id FROM organisation WHERE slug = {})")
_add(
    *("organisation", "slug", "SELECT o.*, n.name, c.email FROM organisation o JOIN organisation_name n ON n.organisation = o.id"),
    "LEFT JOIN contact c ON c.organisation = o.id WHERE o.slug = {}",
)
_add("organisations", "", f"SELECT o.*, n.name FROM organisation o {_NAME} WHERE o.listed ORDER BY o.name_key, o.slug LIMIT {PAGE}")
_add(
    *("memoranda", "", "SELECT m.*, w.title FROM memorandum m JOIN edition e ON e.memorandum = m.id JOIN wording w ON w.edition = e.id"),
    f"WHERE m.id > 0 ORDER BY m.id LIMIT {PAGE}",
)
_add("forums", "", f"SELECT f.*, t.title FROM forum f JOIN forum_text t ON t.forum = f.id ORDER BY f.starts DESC LIMIT {PAGE}")
_add(
    *("participants", "", f"SELECT p.*, o.slug, n.name FROM forum_organisation p JOIN organisation o ON o.id = p.organisation {_NAME}"),
    f"WHERE p.forum = (SELECT id FROM forum WHERE slug = 'forum') LIMIT {PAGE}",
)
_add(
    *("members", "", f"SELECT p.*, o.slug, n.name FROM membership p JOIN organisation o ON o.id = p.member {_NAME}"),
    f"WHERE p.network = (SELECT network FROM membership LIMIT 1) LIMIT {PAGE}",
)
_add(
    *("notifications", "", "SELECT n.*, c.content FROM notification n JOIN notification_content c ON c.notification = n.id"),
    f"ORDER BY n.id DESC LIMIT {PAGE}",
)
_add("statements", "slug", f"SELECT s.* FROM statement s WHERE s.memorandum = {_HERE} LIMIT {PAGE}")
_add("requests", "slug", f"SELECT r.* FROM signing_request r WHERE r.memorandum = {_HERE} LIMIT {PAGE}")
_add("mistakes", "", f"SELECT r.*, o.slug, n.name FROM reported_mistake r JOIN organisation o ON o.id = r.organisation {_NAME} LIMIT {PAGE}")
_add("trail", "", f"SELECT t.* FROM trail_entry t ORDER BY t.id DESC LIMIT {PAGE}")
_add("people", "", "SELECT c.*, l.seen_at FROM coordinator c LEFT JOIN login l ON l.coordinator = c.id")
_add(
    *("seats", "", f"SELECT s.*, o.slug, n.name, a.* FROM seat s JOIN organisation o ON o.id = s.organisation {_NAME}"),
    f"LEFT JOIN seat_answer a ON a.seat = s.id ORDER BY s.id LIMIT {PAGE}",
)
_add("amendments", "slug", f"SELECT a.* FROM amendment a WHERE a.memorandum = {_HERE} ORDER BY a.number LIMIT {PAGE}")
_add("proposals", "slug", f"SELECT p.* FROM published_proposal p WHERE p.memorandum = {_HERE} ORDER BY p.place LIMIT {PAGE}")
_add("articles", "", f"SELECT a.*, t.title FROM article a JOIN article_text t ON t.article = a.id ORDER BY a.place DESC LIMIT {PAGE}")
_add(
    *("appeals", "", "SELECT m.*, t.about, t.asked FROM memorandum m JOIN appeal a ON a.memorandum = m.id JOIN appeal_text t ON t.appeal = a.id"),
    f"WHERE m.publicity = 'public' ORDER BY m.id DESC LIMIT {PAGE}",
)
_add("timeline", "slug", f"SELECT t.* FROM timeline_entry t WHERE t.memorandum = {_HERE} ORDER BY t.day DESC, t.id DESC LIMIT {PAGE}")
_add("counters", "slug", f"SELECT c.* FROM standing_count c WHERE c.memorandum = {_HERE}")

# The first pattern that matches the name of an address says which rows its view shows; slugs are those of its own places.
_SHOWS = (
    (r"public\.(start|about|privacy|accessibility|robots|security_txt|static|live|ready)|sign_in|api\.openapi", "nothing"),
    (r"\.(import|forum|programme|organisation|memorandum)\.new|subscription|request\.new|accession\.new", "nothing"),
    (r"article|consent", "articles"),
    (r"desk\.appeal\.new", "nothing"),
    (r"desk\.appeal|api\.appeal_check", "members"),
    (r"appeal", "appeals"),
    (r"timeline|(desk|api)\.(deliver|entry|addressee)", "timeline"),
    (r"(public|api)\.drafting|desk\.drafting_record", "proposals"),
    (r"(desk|api)\.(rounds?\.(list|show)|matrix)|api\.(amendments?|comments?)\.|signing\.drafting", "seats"),
    (r"desk\.(amendment|acceptances|draft_comment)", "amendments"),
    (r"home|memoranda\.list|sitemap|desk\.today|deadlines|calendar", "memoranda"),
    (r"notification|feed|citation_file", "notifications"),
    (r"networks\.list", "organisations"),
    (r"network|membership", "members"),
    (r"partner_(number|list)", "nothing"),
    (r"partners?\.", "organisations"),
    (r"forums\.list|programme", "forums"),
    (r"forum\.", "participants"),
    (r"organisations\.list|listings|duplicates|search\.show", "organisations"),
    (r"desk\.mistake", "mistakes"),
    (r"public\.organisation\.show|public\.mistake|api\.organisation\.show|desk\.signatory\.show|mandate|question|record_correction", "acts of one"),
    (r"desk\.organisation|listing\.|merging|contacts|events|proofs|contact\.|proof\.", "organisation"),
    (r"statement", "statements"),
    (r"request|accession_link", "requests"),
    (r"desk\.dashboard", "counters"),
    (r"public\.signatories|public\.memorandum|api\.signatories|api\.memorandum\.show|desk\.signatories|annulments|export", "signatories"),
    (r"invitations", "invitations"),
    (r"trail|deeds", "trail"),
    (r"people|account|members|approval|disabling", "people"),
    (r"import", "nothing"),
    (r"", "text"),
)


def rows_of(name: str) -> str:
    """Return the sort of rows that the view of an address shows."""
    return next(sort for pattern, sort in _SHOWS if re.search(pattern, name))
