"""An organisation that may be in the register is not entered a second time unseen: Ada is asked, a program gets 409, and imports ask for many."""

from __future__ import annotations

from typing import Any

import pytest

from coalition.database import counting_queries
from coalition.organisations import likely_duplicates as module
from coalition.organisations import near_key_queries, sought
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.domain_queries import owners_of
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.likely_duplicates import LikelyDuplicates, likely_duplicates
from coalition.organisations.near_key_queries import ids_with_keys
from coalition.organisations.near_names import MOST_WITH_A_KEY, WrittenName
from coalition.organisations.queries import contacts_of_one
from coalition.organisations.rebuilding import rebuild_near_keys
from coalition.organisations.recording_events import record_event
from coalition.organisations.registering import amend, register
from coalition.organisations.sought import MOST_AT_A_DOMAIN, Sought
from coalition.organisations.tables import Organisation
from tests import factories
from tests.mutants import mutated

pytestmark = pytest.mark.anyio


def form(slug: str, name: str, **more: Any) -> OrganisationForm:
    names = [{"language": more.pop("language", "en"), "name": name, "short_name": more.pop("short_name", ""), "primary": True}]
    return OrganisationForm.parse({"slug": slug, "country": "KG", "names": names} | more)


async def register_of(ada: object) -> None:
    """Enter Bir Duino under several names, with a site and a contact, and one organisation at risk."""
    assert ada
    duino = await factories.organisation("bir-duino", country="KG", website="https://www.birduino.kg/en", email="office@birduino-office.kg", names=[
        {"language": "ru", "name": "Общественный фонд «Гражданский контроль»", "short_name": "ГК", "primary": True},
        {"language": "en", "name": "Citizens Against Corruption"},
    ])  # fmt: skip
    event = {"kind": "renamed", "happened": "2019", "which": "new", "source": "Its letter."}
    await record_event(duino, EventForm.parse(event | {"names": [{"language": "ru", "name": "Бир Дуйно — Кыргызстан", "primary": True}]}))
    await factories.organisation("hidden", "Voice of Freedom", country="KG", at_risk=True, email="a@voice.example")
    await factories.organisation("elsewhere", "Citizens Against a Corruption", country="KZ", email="")


_NEARLY = "It has, or had, nearly the same name:"
FOUND = {
    "a website": (form("a", "Alpha Beta", website="http://birduino.kg"), {"bir-duino": ["It has the same website: birduino.kg."]}),
    "a mailbox": (
        form("a", "Alpha Beta", contacts=[{"email": "x@BIRDUINO-office.kg"}]),
        {"bir-duino": ["One of its contacts has an address at birduino-office.kg."]},
    ),
    "a mailbox at the domain of a website": (
        form("a", "Alpha Beta", contacts=[{"email": "x@birduino.kg"}]),
        {"bir-duino": ["The e-mail address is at the domain of its website: birduino.kg."]},
    ),
    "a website at the domain of a mailbox": (
        form("a", "Alpha Beta", website="https://birduino-office.kg"),
        {"bir-duino": ["One of its contacts has an address at birduino-office.kg."]},
    ),
    "a mailbox of an organisation at risk": (
        form("a", "Alpha Beta", contacts=[{"email": "x@voice.example"}]),
        {"hidden": ["One of its contacts has an address at voice.example."]},
    ),
    "a former name": (form("a", "гражданский контроль", language="ru"), {"bir-duino": [f"{_NEARLY} Общественный фонд «Гражданский контроль»."]}),
    "a former short name": (form("a", "Alpha Beta", short_name="гк"), {"bir-duino": ["It has, or had, the same name or short name: ГК."]}),
    "the present name in Latin letters": (form("a", "Bir Duino Kyrgyzstan"), {"bir-duino": [f"{_NEARLY} Бир Дуйно — Кыргызстан."]}),
    "a slip": (form("a", "Voice of Fredom"), {"hidden": [f"{_NEARLY} Voice of Freedom."]}),
    "another country": (form("a", "Бир Дуйно — Кыргызстан", country="UZ"), {}),
    "a public mail service": (form("a", "Alpha Beta", contacts=[{"email": "x@gmail.com"}]), {}),
    "nothing": (form("a", "Alpha Beta"), {}),
}  # fmt: skip


async def check_found() -> None:
    likely = await likely_duplicates({number: module.sought_by(given) for number, (given, _) in enumerate(FOUND.values())})
    answers = {
        number: {party.organisation.slug: [str(reason) for reason in party.reasons] for party in parties} for number, parties in likely.items()
    }
    for number, (name, (given, expected)) in enumerate(FOUND.items()):
        assert answers.get(number, {}) == expected, name
        if expected:
            with pytest.raises(LikelyDuplicates):
                await module.check_new(module.sought_by(given))
        else:
            await module.check_new(module.sought_by(given))


async def test_each_reason_is_found_for_one_form_and_for_many_and_hides_nothing_from_coordinators(store: str, ada_account: object) -> None:
    assert store
    await factories.organisation("mailer", "Mailer", country="KG", email="press@gmail.com")
    await register_of(ada_account)
    await check_found()
    with pytest.raises(LikelyDuplicates):
        await register(FOUND["a website"][0])
    await register(FOUND["a website"][0].model_copy(update={"confirmed_new": True}))


async def test_domains_follow_the_website_and_the_contacts(store: str, ada_account: object) -> None:
    assert store
    await register_of(ada_account)
    row = await Organisation.objects().get(Organisation.slug == "bir-duino")
    await amend(row, OrganisationChange.parse({"website": "https://дуйно.kg"}))
    [contact] = await contacts_of_one(row.id)
    await change_contacts(row, ContactChange(remove=contact.id))
    assert await owners_of(["birduino.kg", "birduino-office.kg"]) == []
    assert [owner.organisation for owner in await owners_of(["дуйно.kg".encode("idna").decode()])] == [row.id]


async def test_the_whole_register_is_never_read(store: str, ada_account: object) -> None:
    """The number of statements does not depend on the register."""
    assert store
    numbers = []
    for entered in (3, 40):
        for at in range(entered):
            await factories.organisation(f"o-{entered}-{at}", f"Human Rights Group {'ABCDEFGHIJ'[at % 10]}{entered}{at}", country="KG", email="")
        with counting_queries() as count:
            await likely_duplicates({0: Sought([("Human Rights Group Zeta", "")], "KG")})
        numbers.append(count.count)
    assert numbers[0] == numbers[1] < 10


FAULTS = {
    "other countries are compared": (sought, "reason_in_names", "return bool(country and other and country != other)", "return False"),
    "former names are forgotten": (
        near_key_queries,
        "known_names",
        "(*await by_id_queries.present_names(some), *await by_id_queries.former_spellings(some))",
        "(*await by_id_queries.present_names(some),)",
    ),
    "mailboxes are forgotten": (sought, "reasons_in_domains", "elif owner.domain in sought.domains:", "elif False:"),
    "sites are forgotten": (sought, "reasons_in_domains", "if owner.is_site and owner.domain in sought.domains:", "if False:"),
    "keys are forgotten": (near_key_queries, "ids_with_keys", "by_key[", "defaultdict(list)["),
    "a slip makes another name": (sought, "reason_in_names", "if any(name.is_near(other) for other in sought.written)", "if False"),
}


@pytest.mark.sqlite_only
async def test_builds_that_overlook_a_reason_are_caught(store: str, ada_account: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    await register_of(ada_account)
    caught = []
    for name, (changed, function, right, wrong) in FAULTS.items():
        with monkeypatch.context() as patched:
            patched.setattr(module, function, mutated(changed, right, wrong)[function])
            try:
                await check_found()
            except (AssertionError, pytest.fail.Exception):
                caught.append(name)
    assert caught == list(FAULTS)


async def test_keys_follow_the_names(store: str, ada_account: object) -> None:
    """Every change writes what a rebuild would write; a name that was corrected leaves no keys, but its shape still tells."""
    assert store
    await register_of(ada_account)
    assert await rebuild_near_keys() == 0
    row = await Organisation.objects().get(Organisation.slug == "hidden")
    await amend(row, OrganisationChange.parse({"names": [{"language": "en", "name": "Lantern of Justice"}]}))
    assert await rebuild_near_keys() == 0
    asked = ["Voice of Fredom", "Voice of Freedom", "Lantern of Justise"]
    likely = await likely_duplicates({number: Sought([(name, "")], "KG") for number, name in enumerate(asked)})
    reasons = {number: [str(reason) for party in parties for reason in party.reasons] for number, parties in likely.items()}
    assert reasons == {1: ["It has, or had, the same name or short name: Voice of Freedom."], 2: [f"{_NEARLY} Lantern of Justice."]}


async def test_a_mail_service_that_many_use_is_no_reason(store: str) -> None:
    assert store
    for at in range(MOST_AT_A_DOMAIN + 1):
        likely = await likely_duplicates({0: Sought([("Alpha Beta", "")], emails=["new@provider.example"])})
        assert len(likely.get(0, ())) == at
        await factories.organisation(f"o-{at}", f"Group {at}", email=f"o-{at}@provider.example")
    assert await likely_duplicates({0: Sought([("Alpha Beta", "")], emails=["new@provider.example"])}) == {}


async def test_two_words_that_many_names_have_find_none_of_them(store: str) -> None:
    """Which of many would be found by two words in common says nothing."""
    assert store
    wanted = await factories.organisation("rare", "Narodnaya Pravda Osh", country="KG", email="")
    for at in range(MOST_WITH_A_KEY + 1):
        await factories.organisation(f"o-{at}", f"Sodeystvie Razvitiyu {at}", country="KG", email="")
    common = WrittenName("Sodeystvie Razvitiyu Bishkek").asked_pairs()
    assert await ids_with_keys(set(), common) == set()
    assert len(await ids_with_keys(common, set())) == MOST_WITH_A_KEY
    assert await ids_with_keys(set(), WrittenName("Osh Pravda Bishkek").asked_pairs()) == {wanted.id}
