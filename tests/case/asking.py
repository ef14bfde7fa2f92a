"""Requests to sign: an organisation asks on the public page, confirms from its mailbox, and Ada accepts or refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.case.model import Organisation
from tests.case.text import MEMORANDUM

if TYPE_CHECKING:
    from tests.case.driving import Case

_FORM = f"/en/{MEMORANDUM}/request"


def ask(case: Case, slug: str, name: str, person: str) -> Organisation:
    """Let an organisation of which nobody knows ask to sign, and confirm it from the mailbox; nobody but Ada can read it."""
    asking = Organisation(slug, "BY", {"en": name}, "en", "", person, listed=False, at_risk=False)
    fields = {"organisation_name": name, "name_language": "en", "kind": "informal", "country": asking.country, "person": person}
    fields |= {"email": asking.address, "language": "en", "message": "Its council asked me to.", "consent": "yes"}
    case.public.post(_FORM, fields, 200)
    case.server.pass_minutes(1)
    case.model.letters[asking.address] += 1
    case.model.only_asked |= {name, person}
    [link] = case.server.tray.links_to(asking.address, "/request/")
    assert name not in case.ada.page(f"{MEMORANDUM}/requests")  # nobody has confirmed it
    case.public.get(link)
    case.public.post(link, {}, 303)
    assert name in case.ada.page(f"{MEMORANDUM}/requests")
    return asking


def accept(case: Case, asking: Organisation) -> None:
    """Let Ada enter the organisation and invite it."""
    path = f"{MEMORANDUM}/requests/{_number(case)}/acceptance"
    case.ada.post(path, {"step": "new", "slug": asking.slug, "kind": "informal"}, status=200)
    case.server.settle()
    case.model.organisations[asking.slug] = asking
    case.model.letters[asking.address] += 1
    case.model.invited.add(asking.slug)
    case.model.silent.add(asking.slug)
    case.model.only_asked -= {*asking.names.values(), asking.representative}
    case.refused(case.ada.post, path, {"step": "new", "slug": "other", "kind": "informal"})


def refuse(case: Case, asking: Organisation) -> None:
    """Let Ada refuse a request, with a reason that only those who asked read."""
    path = f"{MEMORANDUM}/requests/{_number(case)}/refusal"
    case.ada.post(path, {"reason": "Nobody knows you."})
    case.server.settle()
    case.model.letters[asking.address] += 1
    case.refused(case.ada.post, path, {"reason": "Once more."})


def _number(case: Case) -> str:
    """Return the number of the request that waits first."""
    return str(re.findall(rf"/{MEMORANDUM}/requests/(\d+)", case.ada.page(f"{MEMORANDUM}/requests"))[0])
