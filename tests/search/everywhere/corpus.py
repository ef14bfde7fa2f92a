"""A register to search in: organisations in five scripts, memoranda in four languages, forums, and many organisations that are like each other."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coalition import clock
from coalition.forums.forms import ForumForm
from coalition.forums.recording_forums import record_forum
from coalition.memoranda import authenticating, beginning, opening
from coalition.memoranda.forms import AdoptionForm, MemorandumForm, OpeningForm, WordingForm
from coalition.memoranda.tables import Publicity
from coalition.memoranda.wording import save_wording
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.registering import register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

FOLDER = Path(__file__).parent
# Names that many organisations have, with a town: what is looked for must come before them.
LIKE_EACH_OTHER = {
    "en": "Centre for Human Rights, {town}",
    "ru": "Правозащитный центр, {town}",
    "ar": "مركز حقوق الإنسان، {town}",
    "ka": "ადამიანის უფლებების ცენტრი, {town}",
}
TOWNS = {
    "en": "Ashby Birchfield Colne Dunmore Elham Farley Garsdale Hexton Ilkley Jarrow Kelso Ludlow".split(),  # noqa: SIM905 -- names
    "ru": "Арск Бежецк Вязьма Гдов Дубна Елец Зарайск Истра Калуга Лысьва Муром Нея".split(),  # noqa: SIM905
    "ar": "الحلة الكوت الرطبة الزبير العمارة كربلاء سنجار دهوك تلعفر عنه هيت راوة".split(),  # noqa: SIM905
    "ka": "გორი ფოთი თელავი ოზურგეთი ზესტაფონი ამბროლაური საგარეჯო გურჯაანი ხაშური სენაკი ქარელი კასპი".split(),  # noqa: SIM905
}


class Expected(NamedTuple):
    """A query, and what it must find: a kind, a slug, and the label of a provision or ""."""

    query: str
    kind: str
    slug: str
    label: str


def _lines(name: str) -> Iterator[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def expectations() -> list[Expected]:
    """Read the table of queries."""
    rows = []
    for line in _lines("queries.txt"):
        target, _, queries = line.partition(": ")
        kind, _, rest = target.partition(":")
        slug, _, label = rest.partition("#")
        rows += [Expected(query, kind, slug, label) for query in queries.split(" | ")]
    return rows


async def record_corpus(ada: Coordinator) -> None:
    """Record everything that the table of queries is about."""
    for line in _lines("organisations.txt"):
        slug, _, names = line.partition(": ")
        await _organisation(slug, [_name(name) for name in names.split("; ")])
    for language, towns in TOWNS.items():
        for number, town in enumerate(towns):
            await _organisation(f"like-{language}-{number}", [{"language": language, "name": LIKE_EACH_OTHER[language].format(town=town)}])
    for line in _lines("forums.txt"):
        await _forum(*line.split(" | "))
    for slug, given in tomllib.loads((FOLDER / "memoranda.toml").read_text(encoding="utf-8")).items():
        await memorandum(ada, slug, given)


async def memorandum(ada: Coordinator, slug: str, given: dict[str, dict[str, str]], *, public: bool = True) -> Memorandum:
    """Record a memorandum with its texts by language, and open it, for everybody or for those invited."""
    texts = {language: text for language, text in given.items() if language != "symbol"}
    form = MemorandumForm.parse({"slug": slug, "symbol": given.get("symbol", ""), "authentic_languages": list(texts)})
    row = await beginning.begin(form, ada.id)
    for language, text in texts.items():
        await save_wording(row, language, WordingForm(title=text["title"], body=text["body"].strip()))
    await authenticating.adopt(row, AdoptionForm(on=clock.today().isoformat()))
    readers = Publicity.PUBLIC if public else Publicity.PARTICIPANTS
    await opening.open_for_signature(row, OpeningForm(opens=clock.today(), publicity=readers))
    return row


def _name(text: str) -> dict[str, str]:
    language, _, name = text.partition(" ")
    name, _, short_name = name.partition(" (")
    return {"language": language, "name": name, "short_name": short_name.rstrip(")")}


async def _organisation(slug: str, names: list[dict[str, str]]) -> None:
    primary = [{**name, "primary": number == 0} for number, name in enumerate(names)]
    given = {
        "slug": slug,
        "country": "KZ",
        "names": primary,
        "contacts": [],
        "listed": True,
        "listing_reason": "It wishes so.",
        "confirmed_new": True,
    }
    await register(OrganisationForm.parse(given), names_were_shown=True)


async def _forum(head: str, *texts: str) -> None:
    slug, _, place = head.partition(": ")
    country, _, city = place.partition(" ")
    written = []
    for text in texts:
        language, _, rest = text.partition(" ")
        title, _, summary = rest.partition(" = ")
        written.append({"language": language, "title": title, "summary": summary})
    given = {"slug": slug, "starts": slug[-4:], "place": {"city": city, "country": country}, "countries": [country], "texts": written}
    await record_forum(ForumForm.parse(given))
