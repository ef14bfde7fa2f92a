"""The domain of an organisation's website, and the proof tokens found there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from coalition.fetching import host_of
from coalition.fetching.errors import AddressRefused

PROOF_FILE = "/.well-known/coalition-organisation.txt"
META_NAME = "coalition-organisation"
# Providers where anybody can get an address or a page, so that having one proves nothing.
_SHARED_DOMAINS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com", "gmx.net", "gmx.de"),
        *("mail.ru", "bk.ru", "list.ru", "inbox.ru", "yandex.ru", "yandex.com", "ya.ru", "yandex.kz", "rambler.ru", "mail.kz", "ukr.net"),
        *("proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.com", "riseup.net", "web.de", "mail.com", "zoho.com", "posteo.de"),
        *("me.com", "msn.com", "gmx.com", "fastmail.com", "hushmail.com", "mailbox.org", "disroot.org", "duck.com", "qq.com", "163.com"),
        *("i.ua", "meta.ua", "yandex.ua", "yandex.by", "tut.by", "mail.uz", "umail.uz", "seznam.cz", "wp.pl", "o2.pl", "abv.bg", "freemail.hu"),
        *("hotmail.no", "live.no", "online.no", "yahoo.no", "hotmail.fr", "yahoo.fr", "orange.fr", "yahoo.co.uk", "hotmail.co.uk", "maktoob.com"),
        *("google.com", "sites.google.com", "docs.google.com", "linktr.ee", "medium.com", "wordpress.com", "blogspot.com", "wixsite.com"),
        *("facebook.com", "instagram.com", "vk.com", "ok.ru", "t.me", "telegram.org", "linkedin.com", "x.com", "twitter.com", "youtube.com"),
    }
)
_META_TAG = re.compile(r"<meta\s([^<>]{1,1000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,40})\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def domain_of(website: str) -> str:
    """Return the domain of a website in ASCII, or an empty string if it cannot be proved.

    The domain of a shared provider cannot be proved.
    """
    try:
        domain = host_of(f"https://{urlsplit(website).netloc}/") if website else ""
    except (AddressRefused, ValueError):
        return ""
    return "" if mail_domain(domain) in _SHARED_DOMAINS else domain


def mail_domain(domain: str) -> str:
    """Return the part after the @ in mail addresses of a domain."""
    return domain.removeprefix("www.")


def mail_domain_of(email: str) -> str:
    """Return the domain of a mail address in ASCII, or an empty string if anybody can get an address there."""
    return mail_domain(domain_of(f"https://{email.rpartition('@')[2]}"))


def is_at(email: str, domain: str) -> bool:
    """Return whether a mail address belongs to a domain."""
    try:
        return mail_domain(host_of(f"https://{email.rpartition('@')[2]}/")) == mail_domain(domain)
    except AddressRefused:
        return False


def in_file(text: str, token: str) -> bool:
    """Return whether a file has the token alone on a line."""
    return token in (line.strip() for line in text.removeprefix("\ufeff").splitlines())


def in_meta_tags(html: str, token: str) -> bool:
    """Return whether a meta tag in the head of a page has the token; the body may hold texts of other people."""
    head = re.split(r"<body\b", html, maxsplit=1, flags=re.IGNORECASE)[0]
    for tag in _META_TAG.findall(head):
        given = {name.lower(): (double or single or bare).strip() for name, double, single, bare in _ATTRIBUTE.findall(tag)}
        if given.get("name", "").lower() == META_NAME and given.get("content") == token:
            return True
    return False
