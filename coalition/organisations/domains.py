"""The domain of an organisation's website, and what can be read from it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from coalition.fetching import host_of
from coalition.fetching.errors import AddressRefused

FILE = "/.well-known/coalition-organisation.txt"
MARK = "coalition-organisation"
# Where anybody gets an address or a page: to have one there shows nothing.
_ANYBODYS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com", "gmx.net", "gmx.de"),
        *("mail.ru", "bk.ru", "list.ru", "inbox.ru", "yandex.ru", "yandex.com", "ya.ru", "yandex.kz", "rambler.ru", "mail.kz", "ukr.net"),
        *("proton.me", "protonmail.com", "tutanota.com", "tuta.com", "riseup.net", "web.de", "mail.com", "zoho.com"),
        *("facebook.com", "instagram.com", "vk.com", "ok.ru", "t.me", "telegram.org", "linkedin.com", "x.com", "twitter.com", "youtube.com"),
    }
)
_MARK = re.compile(r"<meta\s([^<>]{1,1000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,40})\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def domain_of(website: str) -> str:
    """Return the domain of a website, in ASCII; nothing when it is none that can be proved.

    A page at a place where anybody gets one is not the organisation's own domain.
    """
    try:
        domain = host_of(f"https://{urlsplit(website).netloc}/") if website else ""
    except (AddressRefused, ValueError):
        return ""
    return "" if mail_domain(domain) in _ANYBODYS else domain


def mail_domain(domain: str) -> str:
    """Return what stands after the @ of addresses at a domain."""
    return domain.removeprefix("www.")


def is_at(email: str, domain: str) -> bool:
    """Whether a mail address is one at a domain."""
    try:
        return mail_domain(host_of(f"https://{email.rpartition('@')[2]}/")) == mail_domain(domain)
    except AddressRefused:
        return False


def in_file(text: str, token: str) -> bool:
    """Whether a file holds a token, alone on a line."""
    return token in (line.strip() for line in text.removeprefix("\ufeff").splitlines())


def in_marks(html: str, token: str) -> bool:
    """Whether the head of a page carries a token; what stands in its body may be somebody else's words."""
    head = re.split(r"<body\b", html, maxsplit=1, flags=re.IGNORECASE)[0]
    for mark in _MARK.findall(head):
        given = {name.lower(): (double or single or bare).strip() for name, double, single, bare in _ATTRIBUTE.findall(mark)}
        if given.get("name", "").lower() == MARK and given.get("content") == token:
            return True
    return False
