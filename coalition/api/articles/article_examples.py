"""Examples of bodies and answers about articles."""

from __future__ import annotations

from typing import Any

_SOURCE = {"name": "Freedom Files", "url": "https://news.example.org/a"}
_TITLE = {"language": "en", "title": "Organisations agree in Kyiv", "summary": "They will speak with one voice."}
_TEXT = _TITLE | {"body": "The *memorandum* was announced in April.", "picture_text": "A table with flags."}
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
_STORED = {"digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "bytes": 214000, "width": 1600, "height": 1067}
_FILE = f"https://memo.example.org/pictures/articles/agreed-in-kyiv/{_STORED['digest']}"
_PICTURE: dict[str, Any] = _STORED | {"url": f"{_FILE}.jpg", "small_url": f"{_FILE}-small.jpg", "credit": "Freedom Files", "shows_nobody": True}
_ARTICLE = _FACTS | {"texts": [_TEXT], "picture": _PICTURE} | _ABOUT | {"nobody_recognisable": False, "base": _BASE}
_CHANGED = {"made": "at_once", "article": _ARTICLE}
_RECORD = {"number": 1, "agreed": "2026-01", "until": None, "taken_back": None, "counts": True, "pictures": False}
_WORDS = {"label": "A., the teacher", "means": "A signed paper", "purpose": "Her first name, on this site only"}
ARTICLE_BODIES: dict[str, Any] = {
    "api.article.create": {"slug": "agreed-in-kyiv", "kind": "news", "on": "2013-04-30", "source": _SOURCE, "texts": [_TEXT]} | _ABOUT,
    "api.article.update": {"on": "2013-04", "base": _BASE},
    "api.article.publish": {"base": _BASE},
    "api.consent.create": _WORDS | {"agreed": "2026-01"},
}
ARTICLE_ANSWERS: dict[str, Any] = {
    "api.articles.list": {"items": [_FACTS | {"texts": [_TITLE]}], "next": None},
    "api.article_picture.create": _STORED,
    "api.article.show": _ARTICLE | {"picture": _PICTURE | {"shows_nobody": None}, "nobody_recognisable": None, "base": None},
    "api.article.create": _ARTICLE | {"state": "draft", "published": None},
    "api.article.update": _CHANGED,
    "api.article.publish": _CHANGED,
    "api.article.remove": _ARTICLE | {"state": "draft", "published": None},
    "api.article.withdraw": {"made": "at_once", "article": _ARTICLE | {"state": "withdrawn"}},
    "api.consents.list": {"items": [_RECORD | _WORDS]},
    "api.consent.create": _RECORD,
}
