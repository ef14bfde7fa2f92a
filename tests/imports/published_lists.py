"""Lists of hundreds of invented rows in the three shapes that people publish, with the faults of real ones, and what has to become of each row."""

from __future__ import annotations

import random
from datetime import date
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from coalition.languages import country_name
from tests.imports.table_files import Broken, Line, ShownDate, Zeros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.imports.table_files import Cell

COUNTRIES = ("KE", "KZ", "TN", "NO", "GB", "UZ", "IQ", "UA", "PE", "KG", "TZ", "CI")
MONTHS = (date(2013, 2, 1), date(2012, 11, 1), date(2013, 4, 1))
# The first words and the second words of names, which are joined; no two of these names are alike in one country.
LATIN = (
    ("Kilimani", "Harbour", "Northern Hills", "Baobab", "Sarez", "Ørland", "Chimgan", "Lagoon", "Aral", "Pamir", "Fjord", "Savanna", "Tundra"),
    ("Rights Desk", "Justice Network", "Legal Aid", "Women's Committee", "Monitoring Group", "Youth Forum", "Press Fund", "Prison Watch"),
)
CYRILLIC = (
    ("Центр", "Бюро", "Фонд", "Комитет", "Союз", "Клуб", "Движение"),
    ("«Гавань»", "«Заря»", "«Ветер»", "«Родник»", "«Маяк»", "«Степь»", "«Опора»", "«Тишина»", "«Мост»", "«Берег»"),
)
ARABIC = (
    ("لجنة", "مركز", "ملتقى", "منتدى", "شبكة", "مبادرة"),
    ("حديقة الحقوق", "الميناء", "العدالة", "الصحافة الحرة", "نساء الجنوب", "المواطنة", "الذاكرة", "الشفافية", "الأمل", "البحيرة"),
)


class Expected(NamedTuple):
    """What has to become of a row: the values it comes in with, or the key of the question, or the reason of the refusal."""

    values: dict[str, object] = {}
    question: str = ""
    reason: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether the row waits for an answer or is refused; a country that is not known is left empty meanwhile."""
        return bool(self.reason) or self.question not in {"", "country:"}


class PublishedList(NamedTuple):
    """The rows of a file, and what has to become of those below the header, by their numbers."""

    lines: list[Line]
    expected: dict[int, Expected]


class Language(NamedTuple):
    """The headers and words of lists in a language of the interface."""

    members: tuple[str, ...]
    register: tuple[str, ...]
    signatories: tuple[str, ...]
    title: str
    ngo: str
    international: str
    signed: str


LANGUAGES = {
    "en": Language(
        ("Organisation", "Country", "Website", "Notes"),
        ("ngo_id", "latin_name", "arabic_name", "country", "address", "phone", "email", "date_of_creation", "type_of_organization", "website"),
        ("No.", "Name of organisation", "Country", "City", "Signed", "Act", "Remark"),
        "Members of the network",
        "Association",
        "International",
        "signed",
    ),
    "ru": Language(
        ("Организация", "Страна", "Сайт", "Примечания"),
        ("№", "Название", "Название на языке оригинала", "Страна", "Адрес", "Телефон", "Эл. почта", "Дата создания", "Тип организации", "Сайт"),
        ("№", "Наименование организации", "Страна", "Город", "Дата подписания", "Вид акта", "Примечание"),
        "Члены сети",
        "НПО",
        "Международная",
        "подписала",
    ),
    "ar": Language(
        ("اسم المنظمة", "البلد", "الموقع الإلكتروني", "ملاحظات"),
        ("الرقم", "الاسم اللاتيني", "الاسم بالعربية", "البلد", "العنوان", "الهاتف", "البريد الإلكتروني", "تاريخ التأسيس", "نوع المنظمة", "الموقع"),
        ("الرقم", "اسم المنظمة", "البلد", "المدينة", "تاريخ التوقيع", "الإجراء", "ملاحظات"),
        "أعضاء الشبكة",
        "جمعية",
        "دولية",
        "وقعت",
    ),
    "nb": Language(
        ("Organisasjon", "Land", "Nettsted", "Merknader"),
        ("Nr.", "Navn", "Lokalt navn", "Land", "Adresse", "Telefon", "E-post", "Stiftet", "Organisasjonstype", "Hjemmeside"),
        ("Nr.", "Organisasjonens navn", "Land", "By", "Undertegnet", "Handling", "Merknad"),
        "Nettverkets medlemmer",
        "frivillig organisasjon",
        "Internasjonal",
        "undertegnet",
    ),
}


def names(parts: tuple[Sequence[str], Sequence[str]]) -> Iterator[str]:
    """Return every name of two parts, and then those with a number of a branch."""
    for branch, (first, second) in product(range(100), product(*parts)):
        yield f"{first} {second}" + (f" {branch + 1}" if branch else "")


def domain_of(at: int) -> str:
    """Return the domain of a row, which no other row has."""
    return f"desk{at}.example.org"


def _website(at: int) -> tuple[str, str]:
    """Return the web site of a row as it is written, and as it comes in."""
    host = domain_of(at)
    written = (f"www.{host}", host, f"http://{host}/about", "Facebook page", f"office@{host}", "", f"https://{host}", f"http:/{host}")
    read = (f"https://www.{host}", f"https://{host}", f"http://{host}/about", "", "", "", f"https://{host}", f"http://{host}")
    return written[at % len(written)], read[at % len(read)]


def members(language: str, rows: int) -> PublishedList:
    """Return the members of a network: title and date above the header, countries in words, remarks with commas, a note at the end."""
    words, first = LANGUAGES[language], names(LATIN)
    lines = [Line([words.title]), Line(["1.3.2026"]), Line([]), Line(words.members)]
    expected = {}
    for at, name in enumerate(islice(first, rows)):
        code, (written, website) = COUNTRIES[at % len(COUNTRIES)], _website(at)
        country = words.international if at % 29 == 5 else country_name(code, language if at % 3 else "en")
        remark = "joined 2012, paid" if at % 2 else ""
        expected[len(lines) + 1] = Expected({"name": name, "country": None if at % 29 == 5 else code, "website": website})
        lines.append(Line([name, country, written, remark]))
        if at % 40 == 7:
            lines.append(Line([]))
    twice = lines[4].cells[0]
    expected[len(lines) + 1] = Expected(question="who:")
    lines.append(Line([twice, country_name("KE", language), "", ""]))
    expected[len(lines) + 1] = Expected(question="country:")
    lines.append(Line(["Island Letters Bureau", "Atlantis", "", ""]))
    expected[len(lines) + 1] = Expected(question="cells:")
    lines.append(Line(["Comma Relief Bureau", country_name("NO", language), "", "joined 2012", "paid"]))
    expected[len(lines) + 1] = Expected(question="alone")
    lines.append(Line(["* As of March 2026"]))
    return PublishedList(lines, expected)


def register(language: str, rows: int) -> PublishedList:
    """Return a register of many columns: names in two scripts or in the wrong column, countries as native/English, hidden rows, errors."""
    words, random_of = LANGUAGES[language], random.Random(7)
    latin, arabic, cyrillic = names(LATIN), names(ARABIC), names(CYRILLIC)
    lines, expected = [Line(words.register)], {}
    for at in range(rows):
        code, (written, website) = random_of.choice(COUNTRIES), _website(at)
        own = {"TN": "تونس/Tunisia", "IQ": "العراق/Iraq", "KZ": "Қазақстан/Kazakhstan"}.get(code, country_name(code, language))
        name, native = next(latin), next(arabic) if at % 2 else ""
        if at % 7 == 3:
            name, native = next(cyrillic), ""
        values = {"name": name, "native": native, "country": code, "website": website, "kind": "ngo"}
        email = f"office@mail{at}.example.org; Second@mail{at}.example.org" if at % 3 else ""
        cells: list[Cell] = [Zeros(at), name, native, own, "12 rue de l'Olivier\n3000", "+216 70000001", email, "0000-00-00", words.ngo, written]
        hidden = at % 50 == 11
        if at % 60 == 13:
            cells[1] = Broken()
            expected[len(lines) + 1] = Expected(reason="The cell holds an error of the spreadsheet; correct the formula.")
        else:
            expected[len(lines) + 1] = Expected(values, question="hidden" if hidden else "")
        lines.append(Line(cells, hidden))
    return PublishedList(lines, expected)


def signatories(language: str, rows: int) -> PublishedList:
    """Return the signatories of an open letter: numbers, months and years as they are shown, places, remarks."""
    words, latin = LANGUAGES[language], names(LATIN)
    lines, expected = [Line(words.signatories)], {}
    for at, name in enumerate(islice(latin, rows)):
        parts = ("ym", "y", "ymd", "ym")[at % 4]
        day = MONTHS[at % len(MONTHS)].replace(day=17 if parts == "ymd" else 1)
        country = words.international if at % 5 == 0 else country_name(COUNTRIES[at % len(COUNTRIES)], language)
        shown = str(day)[: {"y": 4, "ym": 7, "ymd": 10}[parts]]
        lines.append(Line([str(at + 1), name, country, "Geneva", ShownDate(day, parts), words.signed, "with reservation, see letter"]))
        expected[len(lines)] = Expected({"name": name, "date": shown}, question="organisation:")
    return PublishedList(lines, expected)


SHAPES: dict[str, Callable[[str, int], PublishedList]] = {"members": members, "register": register, "signatories": signatories}
