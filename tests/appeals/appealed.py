"""Appeals for stories."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.appeals.forms import AppealForm, NetworksForm
from coalition.appeals.queries import appeal_of
from coalition.appeals.sending_appeals import appeal_to_send, send_appeal
from coalition.appeals.writing_appeals import choose_networks, write_appeal
from coalition.memoranda.queries import by_slug
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

TEXTS = {
    "en": {
        "title": "Release the defender who was taken yesterday",
        "body": "We, the undersigned, are alarmed.\n\n1. The defender was taken from her home.\n\n2. Nobody has seen her since.",
        "about": "A lawyer who defends tenants in a southern city.",
        "asked": "To release her at once.",
        "to": "Minister of the Interior\nProsecutor General",
    },
    "ru": {
        "title": "Освободите задержанную вчера защитницу",
        "body": "Мы, нижеподписавшиеся, встревожены.\n\n1. Защитницу увели из дома.\n\n2. С тех пор её никто не видел.",
        "about": "Адвокат, которая защищает жильцов в южном городе.",
        "asked": "Немедленно освободить её.",
        "to": "Министр внутренних дел\nГенеральный прокурор",
    },
}
CONSENT = {"agreed": "2026-01", "means": "a signed paper", "purpose": "her full name, on this site and to ministries"}
SHORT_CONSENT = {"agreed": "2026-02", "means": "through her lawyer", "purpose": "her name on this site"}
NAMES = {"en": "Zarina Quilova", "ru": "Зарина Квилова"}
OTHER_NAMES = {"en": "Leyla Ostrova", "ru": "Лейла Острова"}


def given(languages: Sequence[str] = ("en", "ru"), *, named: int = 0, hours: float = 48, until: str = "", **more: Any) -> dict[str, Any]:
    """Return what a form about an appeal holds; `named` says how many people it names who agreed, `until` when the first consent ends."""
    ends = clock.now() + timedelta(hours=hours)
    people = [person(NAMES, CONSENT | {"until": until}), person(OTHER_NAMES, SHORT_CONSENT)][:named]
    texts = [{"language": code, **TEXTS[code]} for code in languages]
    return {"closes_on": ends.date().isoformat(), "closes_at": f"{ends:%H:%M}", "zone": "UTC", "texts": texts, "people": people} | more


def person(names: Mapping[str, str], consent: Mapping[str, str]) -> dict[str, Any]:
    """Return what a form holds about a person who is named."""
    return {"names": [{"language": code, "name": name} for code, name in names.items()], **consent}


async def appeal(by: Coordinator, networks: Sequence[str] = (), **more: Any) -> Memorandum:
    """Write an appeal, and choose networks."""
    memorandum = await write_appeal(AppealForm.parse(given(**more)), by.id)
    if networks:
        await choose_networks(memorandum, NetworksForm(networks=list(networks)))
    return memorandum


async def digest_of(memorandum: Memorandum) -> str:
    """Return the digest of an appeal as it would be sent now."""
    row, found = await by_slug(memorandum.slug), await appeal_of(memorandum.id)
    assert row is not None
    assert found is not None
    return (await appeal_to_send(row, found)).seen


async def sent(by: Coordinator, networks: Sequence[str] = (), **more: Any) -> Memorandum:
    """Send an appeal with the slug `appeal` to the members of some networks, or of one that is made for it."""
    if not networks:
        await factories.organisation("asked-member", "Asked Member")
        await factories.network("asked-net", ["asked-member"], name="Asked Net")
    memorandum = await appeal(by, networks or ["asked-net"], **({"slug": "appeal"} | more))
    await send_appeal(memorandum, await digest_of(memorandum), approved=bool(more.get("named")))
    return await factories.reloaded(memorandum)
