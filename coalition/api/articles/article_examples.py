"""Examples of bodies and answers about articles."""

from __future__ import annotations

from typing import Any

_SOURCE = {"name": "Freedom Files", "url": "https://news.example.org/a"}
_TITLE = {"language": "en", "title": "Organisations agree in Kyiv", "summary": "They will speak with one voice."}
_TEXT = _TITLE | {"body": "The *memorandum* was announced in April."}
_ABOUT: dict[str, Any] = {"organisations": ["kibhr"], "forums": ["kyiv-2013"], "memoranda": []}
_FACTS = {
    "slug": "agreed-in-kyiv",
    "kind": "news",
    "state": "published",
    "on": "2013-04-30",
    "source": _SOURCE,
    "published": "2026-11-20",
    "changed": None,
}
_BASE = "0c1f6e1b9f0b4a1e8d6c5b4a39281706"
_ARTICLE = _FACTS | {"texts": [_TEXT]} | _ABOUT | {"nobody_recognisable": False, "base": _BASE}
_CHANGED = {"made": "at_once", "article": _ARTICLE}
_RECORD = {"number": 1, "agreed": "2026-01", "until": None, "taken_back": None, "counts": True}
_WORDS = {"label": "A., the teacher", "means": "A signed paper", "purpose": "Her first name, on this site only"}
ARTICLE_BODIES: dict[str, Any] = {
    "api.article.create": {"slug": "agreed-in-kyiv", "kind": "news", "on": "2013-04-30", "source": _SOURCE, "texts": [_TEXT]} | _ABOUT,
    "api.article.update": {"on": "2013-04", "base": _BASE},
    "api.article.publish": {"base": _BASE},
    "api.consent.create": _WORDS | {"agreed": "2026-01"},
}
ARTICLE_ANSWERS: dict[str, Any] = {
    "api.articles.list": {"items": [_FACTS | {"texts": [_TITLE]}], "next": None},
    "api.article.show": _ARTICLE | {"nobody_recognisable": None, "base": None},
    "api.article.create": _ARTICLE | {"state": "draft", "published": None},
    "api.article.update": _CHANGED,
    "api.article.publish": _CHANGED,
    "api.article.remove": _ARTICLE | {"state": "draft", "published": None},
    "api.article.withdraw": {"made": "at_once", "article": _ARTICLE | {"state": "withdrawn"}},
    "api.consents.list": {"items": [_RECORD | _WORDS]},
    "api.consent.create": _RECORD,
}
