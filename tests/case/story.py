"""The story of the case, phase by phase; after each phase everything that is shown is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.case.asking import accept, ask, refuse
from tests.case.driving import organisations
from tests.case.importing import import_past
from tests.case.text import MEMORANDUM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.case.driving import Case

BEGINS = "2031-02-03"
NEVER = {
    "liffey-trust",
    "tagus-group",
    "seine-chamber",
    "po-valley-desk",
    "ebro-commons",
    "oder-library",
    "danube-registry",
    "aral-heirs",
    "baikal-memory",
    "drina-circle",
}
LATE = {"vltava-forum", "dnipro-union", "prut-initiative", "thames-justice", "rhone-observatory", "shatt-fishers"}
IN_PART = "Declares: in English, and less."
EN, RU, AR = "Declares: in English.", "Заявляет: по-русски.", "تعلن: بالعربية."


def prepare(case: Case) -> None:
    """Enter the register, the forum and the text."""
    case.register(organisations())
    case.hold_forum()
    case.draft()
    case.day("2031-03-03")
    case.adopt("2031-02-28")
    case.day("2031-03-10")
    case.open("2031-03-10", "2031-09-30")
    case.invite(*(slug for slug in case.model.organisations if slug not in LATE | NEVER))


def first_signatures(case: Case) -> None:
    """The first organisations sign on the day of the opening, in three languages and with every degree of openness."""
    case.sign("syrdarya-watch")
    case.sign("petra-centre")
    case.sign("kura-institute", "public_organisation")
    case.sign("karakum-voice", "counted")
    case.refused(case.sign, "steppe-law", kind="accession")
    case.refused(case.sign, "steppe-law", "described")
    case.day("2031-03-12")
    case.sign("steppe-law")
    case.sign("pamir-bridges", "described", description="A women's group from the mountains")
    case.sign("amstel-house")
    case.sign("vistula-fund", kind="support")
    case.sign("nukus-aid", "sealed_until", release_on="2031-12-01")


def paper_and_answers(case: Case) -> None:
    """Signatures come on paper, some subject to confirmation; some organisations decline or support."""
    case.day("2031-03-25")
    case.refused(case.on_paper, "tigris-foundation", "signature", "2031-03-01", "2031-03-20")  # before the opening
    case.refused(case.on_paper, "tigris-foundation", "signature", "2031-03-20", "2031-03-18")  # received before it was done
    case.refused(case.on_paper, "tigris-foundation", "signature", "2031-03-28", "2031-03-28")  # a day to come
    case.refused(case.on_paper, "tigris-foundation", "accession", "2031-03-20", "2031-03-22")  # not open for accession
    case.refused(case.on_paper, "tigris-foundation", "confirmation", "2031-03-20", "2031-03-22")  # nothing to confirm
    case.refused(case.on_paper, "tigris-foundation", "withdrawal", "2031-03-20", "2031-03-22")  # nothing to withdraw
    case.on_paper("tigris-foundation", "signature", "2031-03-14", "2031-03-21")
    case.on_paper("osh-women", "ad_referendum", "2031-03-18", "2031-03-22")
    case.refused(case.on_paper, "osh-women", "confirmation", "2031-03-12", "2031-03-24")  # before its signature
    case.sign("fjord-committee", kind="ad_referendum")
    case.sign("bosphorus-lawyers", kind="ad_referendum")
    case.sign("vakhsh-group", "counted", kind="ad_referendum")
    case.decline("gyumri-law-clinic")
    case.decline("batumi-helpline")
    case.day("2031-04-14")
    case.sign("jasmine-tunis", kind="support")
    case.sign("damascus-diaspora", "counted", kind="support")
    case.sign("fergana-lawyers")
    case.sign("zarafshon-jurists", "public_organisation")


def effect(case: Case) -> None:
    """It takes effect with the tenth named signature; one that came late on paper has its own day of receipt."""
    case.day("2031-04-21")
    case.confirm("fjord-committee")
    case.on_paper("osh-women", "confirmation", "2031-04-16", "2031-04-18")
    case.sign("ararat-observers")
    case.day("2031-05-05")
    case.on_paper("cedar-archive", "signature", "2031-04-10", "2031-04-28")
    case.on_paper("nile-press-centre", "signature", "2031-04-11", "2031-05-02", "counted")
    case.sign("khujand-media")
    case.sign("chuy-forum")
    case.sign("merv-exile")


def statements(case: Case) -> None:
    """Parties declare, reserve and object; a signature that was not confirmed lapses."""
    case.day("2031-05-27")  # forty-five days after 25 March are over
    case.refused(case.confirm, "bosphorus-lawyers")
    case.state("syrdarya-watch", "declaration", RU)
    case.state("amstel-house", "reservation", EN, provision="4")
    case.state("petra-centre", "objection", AR, to=EN)
    case.state("karakum-voice", "reservation", "Втайне: пункт 2.", provision="2")
    case.refused(case.state, "vistula-fund", "reservation", "A supporter reserves nothing.")
    case.refused(case.state, "petra-centre", "objection", "To itself.", to=AR)
    case.day("2031-06-10")
    case.withdraw_statement("amstel-house", EN, remaining=IN_PART)
    case.refused(case.withdraw_statement, "amstel-house", IN_PART, remaining=IN_PART)
    case.withdraw_statement("petra-centre", AR)
    case.refused(case.withdraw_statement, "petra-centre", AR)


def hiding(case: Case) -> None:
    """Names are hidden and shown again; organisations withdraw, openly and quietly, and acts are annulled."""
    case.day("2031-06-16")
    case.hide("fergana-lawyers")
    case.lower("zarafshon-jurists", "counted")
    case.day("2031-06-18")
    case.withdraw("merv-exile", quiet=True)
    case.withdraw("steppe-law")
    case.on_paper("tigris-foundation", "withdrawal", "2031-06-11", "2031-06-17")
    case.refused(case.withdraw, "steppe-law")
    case.day("2031-06-24")
    case.annul("khujand-media", "no_mandate")
    case.annul("chuy-forum", "forged", quiet=True)
    case.refused(case.annul, "khujand-media", "forged")
    case.ask_to_raise("zarafshon-jurists", "public")
    case.day("2031-06-28")
    case.sign("khorezm-land")
    case.on_paper("steppe-law", "signature", "2031-06-25", "2031-06-27")


def changes(case: Case) -> None:
    """Organisations are renamed, merged and succeeded; one correction of the text is made, another fails."""
    case.day("2031-07-01")
    case.rename("kura-institute", "2031-06-20", en="Kura and Rioni Institute", ru="Институт Куры и Риони", ar="معهد كورا وريوني")
    case.succeed("ararat-observers", "merged", "gyumri-law-clinic", "2031-06-30")
    case.propose_correction("1", "en", "2", "2. The Parties share legal aid, shelter and evacuation as far as their means allow.")
    case.refused(case.propose_correction, "2", "nb", "2", "2. Noe annet.")
    case.day("2031-08-04")
    case.propose_correction("2", "en", "1", "1. The Parties report attacks on defenders to each other within a week.")
    case.refused(case.object, "amstel-house", "1")  # twenty-one days are over
    case.object("amstel-house", "2")
    case.refused(case.object, "vistula-fund", "2")
    case.day("2031-09-08")
    case.sign("samarkand-civic")
    case.sign("caspian-dialogue", kind="support")
    case.extend("2031-10-31")


def requests(case: Case) -> None:
    """From a day on anybody may ask to sign: one organisation is accepted and signs, one is refused."""
    case.public.get(f"/en/{MEMORANDUM}/request", 404)
    case.day("2031-09-16")
    accepted = ask(case, "neman-circle", "Neman Circle", "Alena Kupala")
    accept(case, accepted)
    refuse(case, ask(case, "unknown", "Circle of Nobody", "Nobody Known"))
    case.day("2031-09-18")
    case.sign("neman-circle")


def remarks(case: Case) -> None:
    """A signature on paper was done before the opening: two accept it with a remark."""
    case.day("2031-09-24")
    case.refused(case.on_paper, "drina-circle", "signature", "2031-03-04", "2031-09-22")
    case.remark("drina-circle", "2031-03-04", "2031-09-22", "It was signed at the adoption.")


def closing(case: Case) -> None:
    """The time for signature ends; a week later the number of the withheld names is given, because enough others could be meant."""
    case.day("2031-10-20")
    case.on_paper("nile-press-centre", "withdrawal", "2031-10-18", "2031-10-20")
    case.sign("shirvan-committee", "counted")
    case.sign("kopet-archive", "described", description="An archive of testimonies")
    case.day("2031-11-01")
    case.refused(case.sign, "beqaa-women")
    case.refused(case.on_paper, "beqaa-women", "signature", "2031-11-01", "2031-11-01")  # after the last day
    case.on_paper("altai-mothers", "signature", "2031-10-30", "2031-11-01")


def numbers(case: Case) -> None:
    """The number of withheld names is given; a seal opens on its day and lowers it."""
    case.day("2031-11-10")
    case.unlist(*UNNAMED)
    case.day("2031-12-02")
    case.lower("petra-centre", "public_organisation")


def accession(case: Case) -> None:
    """Others accede; no number of withheld names is given while they may."""
    case.day("2032-01-15")
    case.list_again(*UNNAMED)  # each party that is named leaves one organisation fewer that could be meant
    case.open_accession()
    case.invite(*sorted(LATE))
    case.refused(case.on_paper, "dnipro-union", "signature", "2032-01-14", "2032-01-15")
    case.refused(case.on_paper, "dnipro-union", "accession", "2032-01-10", "2032-01-15")  # before it was open
    case.day("2032-02-09")
    case.sign("vltava-forum", kind="accession")
    case.sign("thames-justice", "public_organisation", kind="accession")
    case.refused(case.sign, "prut-initiative")
    case.on_paper("dnipro-union", "accession", "2032-01-28", "2032-02-05")
    case.day("2032-03-01")
    case.sign("shatt-fishers", "counted", kind="accession")
    case.sign("prut-initiative", kind="accession")
    case.decline("rhone-observatory")


PAST: tuple[dict[str, str], ...] = (
    {"organisation": "absheron-monitor", "kind": "signature", "date": "2031-07", "representative": "Elchin Hasanov", "disclosure": "public"},
    {"organisation": "svaneti-network", "kind": "support", "date": "2031-08-03", "received": "2031-08-05", "disclosure": "public_organisation"},
    {"organisation": "naryn-youth", "kind": "signature", "date": "2031-05-02", "disclosure": "public", "withdrawn": "2031-12-20"},
    {"organisation": "ala-too-press", "kind": "ad_referendum", "date": "2031-06-01", "disclosure": "public", "confirmed": "2031-06-30"},
)
HIDDEN_PAST = {"organisation": "issyk-legal", "kind": "signature", "date": "2031-04-30", "disclosure": "counted"}


def past(case: Case) -> None:
    """Acts of the past are imported: names that would single out hidden ones are left out until more organisations are listed."""
    case.day("2032-03-15")
    names = [row["organisation"] for row in PAST]
    assert import_past(case, [*PAST, HIDDEN_PAST], "Minutes of the secretariat, volume 2") == names
    case.day("2032-03-22")
    case.register(organisations(later=True))
    assert import_past(case, PAST, "Minutes of the secretariat, volume 2") == []


def end_of_accession(case: Case) -> None:
    """A party that acceded withdraws, and Ada ends the time for accession."""
    case.day("2032-04-05")
    case.withdraw("thames-justice")
    case.day("2032-12-31")
    case.close()


def ending(case: Case) -> None:
    """Accession has ended, and the number of withheld names is given again; a year later the memorandum is terminated."""
    case.day("2033-01-10")
    case.refused(case.on_paper, "tagus-group", "accession", "2033-01-08", "2033-01-09")
    case.day("2033-06-01")
    case.terminate("Replaced by a convention.")
    case.refused(case.terminate, "Once more.")


UNNAMED = ("liffey-trust", "tagus-group", "seine-chamber", "po-valley-desk", "ebro-commons")
PHASES: tuple[tuple[str, Callable[[Case], None]], ...] = (
    ("the opening", prepare),
    ("the first signatures", first_signatures),
    ("paper and answers", paper_and_answers),
    ("the effect", effect),
    ("statements", statements),
    ("hiding", hiding),
    ("changes", changes),
    ("requests to sign", requests),
    ("an act with a remark", remarks),
    ("the closing", closing),
    ("numbers of withheld names", numbers),
    ("accession", accession),
    ("the past", past),
    ("the end of accession", end_of_accession),
    ("the end", ending),
)
