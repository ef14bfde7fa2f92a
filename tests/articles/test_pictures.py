"""Pictures of articles: nothing of the file that was chosen stays, and who sees them, in which words."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, PngImagePlugin

from coalition import cleaned_pictures
from coalition.approvals import changing
from coalition.approvals.made import Made
from coalition.articles import consents, picture_queries, publication_rules, queries
from coalition.articles.errors import PictureConsentMissing, PictureTextMissing
from coalition.articles.forms import ArticleChange, ConsentForm
from coalition.articles.picture_queries import picture_of
from coalition.articles.publishing_articles import publish_article, withdraw_article
from coalition.articles.storing_pictures import store_picture
from coalition.articles.writing_articles import change_article, form_with
from coalition.cleaned_pictures import CleanedPicture, UnreadablePicture, cleaned
from coalition.database import execute
from coalition.fields import InvalidForm
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.articles.tables import Article
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

SECRET = "Aigul 43.2389 N"
TEXTS = [{"language": "en", "title": "They met", "picture_text": "A table with flags."}]


def drawn(size: tuple[int, int] = (900, 600), mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert(mode)


def file_of(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def with_notes(kind: str) -> bytes:
    """Return a picture whose file says who is in it and where it was taken, in every way of its format."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, 6  # the description; the camera was turned
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET)
    packet = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    more: dict[str, dict[str, Any]] = {"JPEG": {"comment": SECRET, "xmp": packet}, "PNG": {"pnginfo": notes}, "WEBP": {"xmp": packet}}
    return file_of(drawn(), kind, exif=exif, icc_profile=SECRET.encode() * 20, **more[kind])


async def added(row: Article, **more: Any) -> str:
    digest = (await store_picture(row, await cleaned(file_of(drawn())))).digest
    form = await form_with(row, ArticleChange.parse({"picture": digest, "picture_shows_nobody": True, "texts": TEXTS} | more))
    await change_article(row, form)
    return digest


async def of(row: Article) -> Article:
    now = await queries.by_slug(row.slug)
    assert now
    return now


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_nothing_that_was_written_into_a_file_stays(kind: str) -> None:
    assert SECRET.encode() in with_notes(kind)
    picture = await cleaned(with_notes(kind))
    for file in (picture.large, picture.small):
        image = Image.open(BytesIO(file.content))
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (file.width, file.height), {})
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert SECRET.encode() not in file.content
    assert (picture.large.width, picture.large.height, max(picture.small.width, picture.small.height)) == (600, 900, 640)


async def test_transparent_points_become_white_and_large_pictures_small() -> None:
    picture = await cleaned(file_of(Image.new("RGBA", (3200, 1000), (0, 0, 0, 0))))
    assert (picture.large.width, picture.large.height, picture.small.width) == (1600, 500, 640)
    assert Image.open(BytesIO(picture.large.content)).getpixel((5, 5)) == (255, 255, 255)


def bomb() -> bytes:
    """Return a PNG of a few bytes that says it has 10,000 million points."""
    whole = bytearray(file_of(drawn((2, 2))))
    whole[16:24] = (100_000).to_bytes(4, "big") * 2
    whole[29:33] = zlib.crc32(whole[12:29]).to_bytes(4, "big")
    return bytes(whole)


async def test_what_is_no_picture_is_refused_with_the_reason() -> None:
    moving = [drawn((20, 20)), drawn((20, 20)).rotate(90)]
    for content, said in (
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (file_of(drawn(), "GIF"), "no picture"),
        (file_of(drawn())[:2000], "damaged"),
        (file_of(drawn(), "JPEG")[:2000], "damaged"),
        (bomb(), "40 million"),
        (file_of(moving[0], "WEBP", save_all=True, append_images=moving[1:]), "moves"),
        (b"0" * (cleaned_pictures.LARGEST_PICTURE + 1), "8 MiB"),
    ):
        with pytest.raises(UnreadablePicture, match=said):
            await cleaned(content)


async def test_a_build_that_keeps_the_notes_of_a_file_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(cleaned_pictures, "return _on_white(_in_srgb(ImageOps.exif_transpose(image)))", "return image.convert('RGB')")
    monkeypatch.setitem(globals(), "cleaned", wrong["cleaned"])
    with pytest.raises(AssertionError):
        await test_nothing_that_was_written_into_a_file_stays("JPEG")


async def test_a_picture_needs_its_text_and_the_consent_of_those_in_it(store: str) -> None:
    assert store
    row = await factories.article()
    await added(row, picture_shows_nobody=False, texts=[TEXTS[0], {"language": "ru", "title": "Встреча"}])
    with pytest.raises(PictureConsentMissing):
        await publish_article(row)
    agreed = {"label": "Aigul", "agreed": "2026-01", "means": "paper", "purpose": "name"}
    await consents.record_consent(row, ConsentForm.parse(agreed))
    with pytest.raises(PictureConsentMissing):
        await publish_article(row)
    covering = await consents.record_consent(row, ConsentForm.parse(agreed | {"pictures": True}))
    with pytest.raises(PictureTextMissing):
        await publish_article(row)
    await change_article(row, await form_with(await of(row), ArticleChange.parse({"texts": TEXTS})))
    await publish_article(row)
    with pytest.raises(PictureConsentMissing):
        await consents.remove_consent(row, covering.id)
    await consents.take_consent_back(row, covering.id)
    assert not (await queries.view_of(await of(row))).is_published


async def test_a_build_that_does_not_ask_for_it_is_noticed(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for rule in ("raise PictureConsentMissing", "raise PictureTextMissing"):
        wrong = mutated(publication_rules, rule, "pass")
        monkeypatch.setattr("coalition.articles.publishing_articles.check_publication", wrong["check_publication"])
        with pytest.raises((PictureTextMissing, pytest.fail.Exception)):
            await test_a_picture_needs_its_text_and_the_consent_of_those_in_it(store)
        await execute("DELETE FROM article")


async def test_a_picture_that_is_not_named_any_more_is_deleted(store: str) -> None:
    assert store
    row, other = await factories.article(), await factories.article("other")
    first = await added(row)
    with pytest.raises(InvalidForm) as refused:
        await change_article(other, await form_with(other, ArticleChange.parse({"picture": first})))
    assert set(refused.value.problems) == {"picture"}
    second = await store_picture(row, await cleaned(file_of(drawn((300, 300)))))
    assert second == await store_picture(row, await cleaned(file_of(drawn((300, 300)))))
    await change_article(row, await form_with(row, ArticleChange.parse({"picture": second.digest})))
    assert (await picture_of(row.id, first), await picture_of(row.id, second.digest)) == (None, second)
    await change_article(row, await form_with(row, ArticleChange.parse({"picture": ""})))
    [left] = await execute("SELECT count(*) AS pictures FROM picture")
    assert (left["pictures"], (await queries.view_of(await of(row))).picture) == (0, None)


async def seen(cleo: httpx.AsyncClient, row: Article) -> None:
    """Follow a picture through a draft, an article that everybody reads, and one that was withdrawn."""
    digest = await added(row)
    address = f"/pictures/articles/{row.slug}/{digest}"
    assert (await cleo.get(f"{address}.jpg")).status_code == 404
    await publish_article(row)
    for file in (f"{address}.jpg", f"{address}-small.jpg"):
        answer = await cleo.get(file)
        facts = [answer.headers[name] for name in ("content-type", "x-content-type-options", "cache-control")]
        assert (answer.status_code, facts) == (200, ["image/jpeg", "nosniff", "public, max-age=0, must-revalidate"])
        again = await cleo.get(file, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    page = (await cleo.get(f"/en/articles/{row.slug}")).text
    for words in (f'{address}-small.jpg 640w, {address}.jpg 900w"', 'alt="A table with flags."', 'width="900" height="600"'):
        assert words in page, words
    atom, feed = (await cleo.get("/feeds/articles.atom")).text, (await cleo.get("/feeds/articles.json")).json()
    [attached] = feed["items"][0]["attachments"]
    assert (f"{address}.jpg" in atom, attached["mime_type"], attached["url"]) == (True, "image/jpeg", feed["items"][0]["image"])
    told = (await cleo.get(f"/api/v1/articles/{row.slug}")).json()["picture"]
    assert (told["digest"], told["shows_nobody"], attached["url"]) == (digest, None, told["url"])
    for file in ("-other.jpg", ".png", "-small"):
        assert (await cleo.get(f"{address}{file}")).status_code == 404
    stored = await store_picture(row, await cleaned(file_of(drawn((50, 50)))))
    assert (await cleo.get(f"/pictures/articles/{row.slug}/{stored.file}")).status_code == 404
    await withdraw_article(row)
    assert (await cleo.get(f"{address}.jpg")).status_code == 404


async def test_everybody_sees_the_picture_as_long_as_everybody_reads_the_article(cleo: httpx.AsyncClient) -> None:
    await seen(cleo, await factories.article())


@pytest.mark.sqlite_only
async def test_a_build_that_shows_pictures_of_others_is_noticed(cleo: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for right, wrong in (
        (" & (Article.state == ArticleState.PUBLISHED.value))", ")"),
        ('article is None or not name.startswith(article.picture or "-")', "article is None"),
    ):
        changed = mutated(picture_queries, right, wrong)
        monkeypatch.setattr("coalition.public.articles.article_pictures.public_picture_file", changed["public_picture_file"])
        with pytest.raises(AssertionError):
            await seen(cleo, await factories.article())
        await execute("DELETE FROM article")


async def test_a_picture_is_changed_by_two_where_care_is_asked_for(store: str, ada_account: Coordinator) -> None:
    assert store
    await factories.coordinator("dina@example.org", "Dina")
    await factories.organisation("gamma", "Gamma")
    row = await factories.article(organisations=["gamma"], texts=TEXTS, published=True)
    await execute("UPDATE organisation SET at_risk = true")
    picture: CleanedPicture = await cleaned(file_of(drawn()))
    digest = (await store_picture(row, picture)).digest
    form = await form_with(row, ArticleChange.parse({"picture": digest, "picture_shows_nobody": True}))
    assert await changing.change(row, form, "", ada_account) is Made.ASKED
    assert (await queries.view_of(await of(row))).picture is None


async def test_a_program_sends_a_picture(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.article(published=True)
    here = "/api/v1/articles/a-story"
    refused = await script.post(f"{here}/pictures", content=b"GIF89a")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "")
    assert (await cleo.post(f"{here}/pictures", content=b"")).status_code == 401
    assert (await script.post("/api/v1/articles/nothing/pictures", content=with_notes("JPEG"))).status_code == 404
    made = await script.post(f"{here}/pictures", content=with_notes("JPEG"), headers={"Idempotency-Key": "picture"})
    assert (made.status_code, made.json()["width"]) == (201, 600), made.text
    change = {"picture": made.json()["digest"], "texts": TEXTS, "picture_credit": "Freedom Files"}
    lacking = await script.patch(here, json=change)
    assert (lacking.status_code, lacking.json()["type"]) == (409, "/problems/picture-consent-missing")
    shown = (await script.patch(here, json=change | {"picture_shows_nobody": True})).json()["article"]["picture"]
    assert (shown["credit"], shown["shows_nobody"]) == ("Freedom Files", True)
    assert (await cleo.get(shown["small_url"].partition("://")[2].partition("/")[2].join(("/", "")))).status_code == 200


PAGE = "/en/desk/articles/a-story/picture"


async def sent(ada: httpx.AsyncClient, content: bytes | None = None, **given: str) -> httpx.Response:
    """Fill in the page of the picture as it stands, and send it."""
    page = (await ada.get(PAGE)).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    files = {"file": ("holiday.png", content, "image/png")} if content is not None else {"file": ("", b"", "application/octet-stream")}
    return await ada.post(PAGE, data=hidden | given, files=files)


async def test_a_coordinator_chooses_a_picture_says_what_it_shows_and_takes_it_out(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    row = await factories.article(published=True)
    said = {"text-en": "A table with flags.", "picture_credit": "Freedom Files"}
    refused = await sent(ada, b"no picture", **said)
    assert (refused.status_code, "Choose a JPEG, PNG or WebP file." in refused.text) == (422, True)
    assert all(f'value="{words}"' in refused.text for words in said.values())
    lacking = await sent(ada, file_of(drawn()), **said)
    assert (lacking.status_code, "Nobody agreed to be seen in the picture" in lacking.text) == (409, True)
    [digest] = re.findall(r'name="picture" value="([0-9a-f]{64})"', lacking.text)
    preview = await sent(ada, picture=digest, picture_shows_nobody="yes", **said)
    assert (f"/en/desk/articles/a-story/pictures/{digest}.jpg" in preview.text, (await queries.view_of(await of(row))).picture) == (True, None)
    [seen_digest] = re.findall(r'name="seen" value="([^"]*)"', preview.text)
    shown = await ada.get(f"/en/desk/articles/a-story/pictures/{digest}-small.jpg")
    assert (shown.status_code, shown.headers["cache-control"], shown.headers["content-type"]) == (200, "no-store", "image/jpeg")
    saved = await sent(ada, picture=digest, picture_shows_nobody="yes", seen=seen_digest, **said)
    assert (saved.status_code, saved.headers["location"]) == (303, f"{PAGE}?done=saved")
    page = (await cleo.get("/en/articles/a-story")).text
    assert ('alt="A table with flags."' in page, "Freedom Files" in page) == (True, True)

    late = await sent(ada, base="another", **said, picture_shows_nobody="yes", picture=digest)
    assert "Somebody changed the article" in late.text
    edit = (await ada.get("/en/desk/articles/a-story")).text
    fields = dict(re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', edit))
    given = {"form_token": fields["form_token"], "base": fields.get("base", ""), "kind": "report", "on": "2013", "texts-0-language": "en"}
    changed = await ada.post("/en/desk/articles/a-story", data=given | {"texts-0-title": "They met again"})
    assert f"/en/desk/articles/a-story/pictures/{digest}.jpg" in changed.text  # the preview keeps the picture
    preview = await sent(ada, without="yes")
    [seen_digest] = re.findall(r'name="seen" value="([^"]*)"', preview.text)
    assert (await sent(ada, without="yes", seen=seen_digest)).status_code == 303
    assert (await cleo.get(f"/pictures/articles/a-story/{digest}.jpg")).status_code == 404
    [left] = await execute("SELECT count(*) AS pictures FROM picture")
    assert left["pictures"] == 0
