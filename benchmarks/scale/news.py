"""Articles, appeals, and the timeline of a memorandum, as many as the register is large."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from coalition import clock
from coalition.appeals.forms import AppealForm, NetworksForm
from coalition.appeals.queries import appeal_of
from coalition.appeals.sending_appeals import appeal_to_send, send_appeal
from coalition.appeals.writing_appeals import choose_networks, write_appeal
from coalition.articles.forms import ArticleChange, ArticleForm
from coalition.articles.publishing_articles import publish_article
from coalition.articles.storing_pictures import store_picture
from coalition.articles.writing_articles import change_article, form_with, write_article
from coalition.cleaned_pictures import cleaned
from coalition.deliveries.addressing import add_addressee
from coalition.deliveries.entering_entries import change, enter
from coalition.deliveries.evidence_files import add_file
from coalition.deliveries.forms import AddresseeForm, EntryForm
from coalition.deliveries.public_scans import store_scan
from coalition.deliveries.publishing_entries import publish

if TYPE_CHECKING:
    from coalition.articles.tables import Article
    from coalition.memoranda.tables import Memorandum

ADDRESSEE = 1
UNSENT, SENT = "unsent-appeal", "sent-appeal"


async def written(number: int, memorandum: Memorandum) -> dict[str, object]:
    """Publish so many articles about a memorandum, and begin one; return what fills the places of addresses."""
    for at in range(number + 1):
        texts = [{"language": "en", "title": f"News {at} of human rights", "summary": "What happened.", "body": "The **whole** story."}]
        given = {"slug": f"news-{at}", "kind": "news", "on": "2026-10", "texts": texts, "memoranda": [memorandum.slug]}
        article = await write_article(ArticleForm.parse(given))
        if not at:
            picture = await _illustrated(article)
        if at < number:
            await publish_article(article)
    return {"public": "news-0", "draft": f"news-{number}", "picture": f"{picture}.jpg"}


async def _illustrated(row: Article) -> str:
    """Give an article a picture in which nobody can be recognised; return its digest."""
    digest = (await store_picture(row, await cleaned(_grey()))).digest
    form = await form_with(row, ArticleChange.parse({"picture": digest, "picture_shows_nobody": True}))
    texts = [text.model_dump(mode="json") | {"picture_text": "A grey field."} for text in form.texts]
    await change_article(row, ArticleForm.parse(form.model_dump(mode="json") | {"texts": texts}))
    return digest


def _grey() -> bytes:
    """Return a grey picture as a file."""
    file = BytesIO()
    Image.new("RGB", (1200, 800), "grey").save(file, "PNG")
    return file.getvalue()


async def told(number: int, memorandum: Memorandum) -> tuple[str, str]:
    """Publish so many updates on the timeline of a memorandum, and a delivery with a file and a scan; return its key and the name of the scan."""
    await add_addressee(memorandum, AddresseeForm.parse({"names": [{"language": "en", "name": "Ministry of Justice"}]}))
    for at in range(number):
        texts = [{"language": "en", "title": f"Update {at}", "text": "What happened since."}]
        entry = await enter(memorandum, EntryForm.parse({"kind": "update", "on": clock.today().isoformat(), "texts": texts}))
        await publish(memorandum, entry.key)
    given = {"kind": "delivery", "addressee": ADDRESSEE, "on": clock.today().isoformat(), "way": "handed_over", "by": "Two delegates"}
    key = (await enter(memorandum, EntryForm.parse(given))).key
    await add_file(memorandum, key, "stamp.pdf", b"%PDF-1.7")
    digest = (await store_scan(memorandum, key, await cleaned(_grey()))).digest
    texts = [{"language": "en", "title": "Received", "scan_text": "A grey field."}]
    await change(memorandum, key, EntryForm.parse(given | {"texts": texts, "scan": digest}))
    await publish(memorandum, key)
    return key, f"{digest}.jpg"


async def appealed(coordinator_id: int, network: str) -> dict[str, str]:
    """Write two appeals to the members of a network, and send one; return what fills the places of addresses."""
    for slug in (UNSENT, SENT):
        texts = [{"language": "en", "title": "Let her go", "body": "1. Let her go.", "about": "A teacher.", "asked": "To let her go."}]
        given = {"slug": slug, "closes_on": (clock.today() + timedelta(days=9)).isoformat(), "closes_at": "18:00", "zone": "UTC", "texts": texts}
        memorandum = await write_appeal(AppealForm.parse(given), coordinator_id)
        await choose_networks(memorandum, NetworksForm(networks=[network]))
    appeal = await appeal_of(memorandum.id)
    if appeal:
        await send_appeal(memorandum, (await appeal_to_send(memorandum, appeal)).seen)
    return {"unsent": UNSENT, "sent": SENT}
