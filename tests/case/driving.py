"""Each deed of the case: done through HTTP, then told to the model."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.case.model import Act, Model, Organisation, Stated, after
from tests.case.people import ADA, DINA, Api, Desk, Public, Refused, Representative
from tests.case.server import NoLetter
from tests.case.text import FORUM, MEMORANDUM, SLUG, WORDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.case.reading import Feed
    from tests.case.server import Server

REGISTER = Path(__file__).with_name("organisations.csv")
_GROUNDS = {"no_mandate": "could not bind the organisation", "forged": "did not come from the organisation"}
OPEN_AFTER = "2031-09-15"  # the last day on which only those who were invited may sign
_EVIDENCE = "The signed page, seen by Ada; it is in the safe."


def _around(before: str, now: str) -> tuple[str, str]:
    """Return the place at which two texts begin to differ."""
    at = next((at for at, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), 0)
    return before[max(at - 80, 0) : at + 80], now[max(at - 80, 0) : at + 80]


def organisations(*, later: bool = False) -> list[Organisation]:
    """Return the organisations that are entered before the opening, or those that are entered years later."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return [_organisation(row) for row in csv.DictReader(file) if bool(row["later"]) is later]


def _organisation(row: dict[str, str]) -> Organisation:
    names = {language: row[language] for language in ("en", "ru", "ar")}
    more = {"listed": bool(row["listed"]), "at_risk": bool(row["at_risk"])}
    return Organisation(row["slug"], row["country"], names, row["language"], row["short"], row["representative"], **more)


class Case:
    """The people, the server and the model."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.model = Model(server.today.isoformat())
        first_link = server.command("coordinator", "add", ADA, "--name", "Ada")
        self.api = Api(server, server.command("token", "add", ADA, "--scope", "write"))
        server.start()
        self.ada, self.public = Desk(server, ADA, first_link), Public(server)
        self._representatives: dict[str, Representative] = {}
        self.past_days: list[str] = []
        self.feeds: dict[str, Feed] = {}
        self.numbers: dict[str, int] = {}

    # Time, and whoever acts.

    def day(self, day: str) -> None:
        """Let the time pass until a day."""
        self.server.move_to(date.fromisoformat(day))
        self.model.advance(day)

    @property
    def today(self) -> str:
        """The day of the case."""
        return self.model.today

    def of(self, party: str) -> Representative:
        """Return the representative of an organisation."""
        known = self.model.organisations[party]
        return self._representatives.setdefault(party, Representative(self.server, known.address, known.language, known.representative))

    def letters(self) -> Counter[str]:
        """Return how many letters each address should have got: those of the model, and the fresh links that were asked for."""
        return self.model.letters + Counter({who.address: who.asked for who in self._representatives.values()})

    def refused(self, deed: Callable[..., Any], *words: Any, **more: Any) -> None:
        """Do what the rules forbid: the answer refuses it, and nothing changes for the public or in the list at the desk."""
        self.server.show()
        before = self._everything()
        with pytest.raises((Refused, NoLetter)) as refusal:
            deed(*words, **more)
        assert 400 <= refusal.value.status < 500, refusal.value
        self.server.show()
        changed = [pair for pair in zip(before, self._everything(), strict=True) if pair[0] != pair[1]]
        assert not changed, (deed, words, [_around(*pair) for pair in changed])

    def _everything(self) -> list[str]:
        """Return what a deed that was refused must not change."""
        pages = [self.public.get(path).text for path in ("/feeds/notifications.json", "/api/v1/organisations?limit=200", "/api/v1/memoranda")]
        files = [self.public.get(f"/{MEMORANDUM}.{ending}").text for ending in ("json", "csv")] if self.model.opens else []
        return [*pages, *files, str(self.tiles())]

    def tiles(self) -> dict[str, int]:
        """Return the numbers of the dashboard at the desk, hidden names included."""
        tiles = self.ada.page(f"{MEMORANDUM}/dashboard").partition('<ul class="tiles">')[2].partition("</ul>")[0]
        return {label: int(number) for number, label in re.findall(r"<b>(\d+)</b> <span>([^<]+)</span>", tiles)}

    def sums(self) -> dict[str, int]:
        """Return all answers by word, with their sum."""
        table = self.ada.page(f"{MEMORANDUM}/dashboard").partition('<table class="sums">')[2].partition("</table>")[0]
        return {word: int(number) for word, number in re.findall(r"(?:<a[^>]*>|row\">)([^<]+)<.*?<td class=\"num\">(\d+)</td>", table, re.DOTALL)}

    # Before the opening.

    def register(self, entered: Iterable[Organisation]) -> None:
        """Enter organisations."""
        for known in entered:
            self.model.organisations[known.slug] = known
            names = [{"language": language, "name": name, "primary": language == "en"} for language, name in known.names.items()]
            names[0]["short_name"] = known.short
            body: dict[str, Any] = {"slug": known.slug, "kind": "ngo", "country": known.country, "at_risk": known.at_risk, "names": names}
            body |= {"listed": True, "listing_reason": "It works in public."} if known.listed else {}
            contact = {"name": known.representative, "email": known.address, "language": known.language}
            self.api.post("organisations", body | {"contacts": [contact]})
            self.model.letters[known.address] += 1  # which asks to confirm the address

    def hold_forum(self) -> None:
        """Enter the forum, whose participants are not shown."""
        parts = [{"organisation": slug} for slug in list(self.model.organisations)[:30]]
        place = {"city": "Batumi", "country": "GE", "public": True}
        texts = [{"language": "en", "title": "Forum of defenders, Batumi 2031", "summary": "Held outside the region."}]
        body = {"slug": FORUM, "starts": "2031-02", "place": place, "countries": ["KZ", "KG", "TJ", "TM", "UZ"], "risk_profile": "careful"}
        self.api.post("forums", body | {"texts": texts, "organisations": parts})

    def draft(self) -> None:
        """Write the text, and the rules under which it is signed."""
        self.api.post("memoranda", {"slug": SLUG, "forum": FORUM, "symbol": "AC/2031/1", "authentic_languages": list(WORDINGS)})
        for language, (title, body) in WORDINGS.items():
            self.api.put(f"{MEMORANDUM}/wordings/{language}", {"title": title, "body": body})
        rules = {"signature_rule": "invited", "rule_until": OPEN_AFTER, "later_rule": "open", "confirmation_days": str(self.model.confirm_within)}
        rules |= {"effect-rule": "nth_signature", "effect-number": str(self.model.needed), "effect-provision": "5"}
        self.ada.post(f"{MEMORANDUM}/rules", rules)
        self.api.patch(MEMORANDUM, {"objection_days": self.model.object_within})

    def adopt(self, day: str) -> None:
        """Adopt the text, which fixes it."""
        self.api.post(f"{MEMORANDUM}/adoption", {"rule": "consensus", "on": day})
        self.model.adopted = day

    def open(self, opens: str, closes: str) -> None:
        """Open it for signature, and publish it."""
        self.api.post(f"{MEMORANDUM}/opening", {"opens": opens, "closes": closes, "publicity": "public"})
        self.model.opens, self.model.closes, self.model.state = opens, closes, "open"
        self.model.announce("adopted", happened=self.model.adopted)
        self.model.announce("opened")
        self.model.due.append((after(closes, 1), "close", closes))

    def invite(self, *parties: str) -> None:
        """Invite organisations, which get a letter each."""
        answer = self.api.post(f"{MEMORANDUM}/invitations", {"organisations": list(parties)})
        assert {invited["organisation"] for invited in answer["invitations"]} == set(parties)
        for party in parties:
            self.model.letters[self.model.organisations[party].address] += 1
        self.model.invited.update(parties)
        self.model.silent.update(parties)
        self.server.settle()

    # What organisations do.

    def sign(self, party: str, level: str = "public", kind: str = "signature", **more: str) -> None:
        """Let an organisation answer its invitation."""
        self.of(party).answer(kind, level, **more)
        opens = more.get("release_on")
        act = self._act(party, kind, level, person=self.of(party).name, description=more.get("description", ""), opens=opens)
        self.model.letters[self.model.organisations[party].address] += 1
        self.model.record(act, kind)

    def _act(self, party: str, kind: str, level: str, **more: Any) -> Act:
        return Act(**({"party": party, "kind": kind, "done": self.today, "came": self.today, "recorded": self.today, "level": level} | more))

    def on_paper(self, party: str, kind: str, done: str, came: str = "", level: str = "public", **more: str) -> None:
        """Let Ada record what came on paper."""
        came = came or self.today
        fields = self._on_paper(party, kind, done, came) | {"disclosure": level} | more
        self.ada.post(f"{MEMORANDUM}/acts", fields)
        life = self.model.current(party)
        begins = kind in {"signature", "ad_referendum", "accession", "support"}
        level = level if begins or life is None else life.level
        act = self._act(
            party, kind, level, done=done, came=came, person=fields["representative_name"], channel="paper", description=more.get("description", "")
        )
        if begins:
            self.model.letters[self.model.organisations[party].address] += 1
        self.model.record(act, kind)

    def remark(self, party: str, done: str, came: str, words: str) -> None:
        """Let Ada ask to record a signature on paper whose days are in an impossible order, and Dina approve it."""
        dina = Desk(self.server, DINA, self.server.command("coordinator", "add", DINA, "--name", "Dina"))
        fields = self._on_paper(party, "signature", done, came) | {"remark": words}
        self.ada.post(f"{MEMORANDUM}/acts/remarks", fields)
        [number] = set(re.findall(r"/en/desk/approvals/(\d+)", dina.page("approvals")))
        self.refused(self.ada.post, f"approvals/{number}/approval", {})
        dina.post(f"approvals/{number}/approval", {})
        self.refused(dina.post, f"approvals/{number}/approval", {})
        self.model.letters[self.model.organisations[party].address] += 1
        act = self._act(party, "signature", "public", done=done, came=came, person=fields["representative_name"], channel="paper", remarked=True)
        self.model.record(act, "signature")

    def _on_paper(self, party: str, kind: str, done: str, came: str) -> dict[str, str]:
        person = self.model.organisations[party].representative if kind != "withdrawal" else ""
        fields = {"organisation": party, "kind": kind, "channel": "paper", "acted": done, "received": came, "evidence": _EVIDENCE}
        return fields | {"representative_name": person, "disclosure": "public"}

    def decline(self, party: str) -> None:
        """Let an organisation decline, in private."""
        self.of(party).send("/decline", authority="yes", reason="Our board said no.")
        self.model.declined.add(party)
        self.model.silent.discard(party)

    def confirm(self, party: str) -> None:
        """Let an organisation confirm its signature ad referendum."""
        name = self.of(party).name
        self.of(party).send("/confirmation", anew=True, representative_name=name, authority="yes", typed_name=name)
        life = self.model.current(party)
        assert life
        self.model.record(self._act(party, "confirmation", life.level), "confirmation")

    def withdraw(self, party: str, *, quiet: bool = False) -> None:
        """Let an organisation withdraw."""
        fields = {"typed_name": self.of(party).name, "reason": "A decision of the board."} | ({"quiet": "yes"} if quiet else {})
        self.of(party).send("/withdrawal", **fields)
        life = self.model.current(party)
        assert life
        self.model.record(self._act(party, "withdrawal", "counted" if quiet else life.level), "withdrawal")

    def lower(self, party: str, level: str, **more: str) -> None:
        """Let an organisation tell the public less."""
        self.of(party).send("/disclosure", disclosure=level, **more)
        self.model.record(self._act(party, "disclosure", level, description=more.get("description", "")))

    def ask_to_raise(self, party: str, level: str) -> None:
        """Let an organisation ask to tell the public more, which takes three days."""
        self.of(party).send("/disclosure", anew=True, disclosure=level, typed_name=self.of(party).name)
        self.model.letters[self.model.organisations[party].address] += 1  # with which every contact can stop it
        self.model.due.append((after(self.today, 3), "raise", f"{party}:{level}"))

    def state(self, party: str, kind: str, text: str, provision: str | None = None, to: str | None = None) -> None:
        """Let a party make a statement."""
        fields = {"statement_kind": kind, "statement_language": self.of(party).language, "statement_text": text}
        fields |= {"statement_provision": self.passage(provision)} if provision else {}
        fields |= {"objects_to": self.statement_id(to)} if to else {}
        name = self.of(party).name
        fields |= {"representative_name": name, "typed_name": name, "authority": "yes", "objection_precludes": "no" if to else ""}
        self.of(party).send("/statements", anew=True, **fields)
        self.model.letters[self.model.organisations[party].address] += 1  # the receipt
        self.model.statements.append(Stated(party, kind, text, provision, self.today, to))
        if self.model.named(party):
            self.model.announce("statement", party, came=self.today, shows=text)

    def statement_id(self, text: str) -> str:
        """Return the id of a statement, by its words."""
        statements = self.public.get(f"/api/v1/{MEMORANDUM}/statements").json()["statements"]
        return str(next(statement["id"] for statement in statements if statement["text"] == text))

    def withdraw_statement(self, party: str, text: str, remaining: str = "") -> None:
        """Let a party withdraw a statement, or a part of it, of which a text remains."""
        number, name = self.statement_id(text), self.of(party).name
        confirmed = {"representative_name": name, "typed_name": name, "extent": "part" if remaining else "whole", "remaining_text": remaining}
        self.of(party).send(f"/statements/{number}/withdrawal", **confirmed)
        self.model.letters[self.model.organisations[party].address] += 1  # the receipt
        stated = next(stated for stated in self.model.statements if stated.text == text)
        stated.withdrawn = None if remaining else self.today
        self.model.announce("statement_withdrawn", party, came=self.today, shows=remaining or text)
        if remaining:
            self.model.keep_part(stated, remaining)

    # What Ada does.

    def hide(self, party: str) -> None:
        """Let Ada hide a name."""
        self.ada.post(f"{MEMORANDUM}/signatories/{party}/hiding", {})
        self.model.record(self._act(party, "disclosure", "counted"))

    def annul(self, party: str, ground: str, *, quiet: bool = False) -> None:
        """Let Ada annul an act."""
        fields = {"ground": ground, "reason": "She asked the organisation."} | ({"quiet": "yes"} if quiet else {})
        self.ada.post(f"{MEMORANDUM}/signatories/{party}/annulment", fields | {"confirmed": "yes"})
        life = self.model.current(party)
        assert life
        self.model.record(self._act(party, "annulment", "counted" if quiet else life.level, ground=ground), "annulment", shows=_GROUNDS[ground])

    def unlist(self, *parties: str) -> None:
        """Let Ada take organisations out of the public register; it is refused once too few would be left beside the withheld names."""
        for party in parties:
            known = self.model.organisations[party]
            known.listed = False
            known.listed = self.model.given_at_most > 0 and not self.model.hides(self.model.given_at_most, self.model.once_public)
            deed = partial(self.api.patch, f"organisations/{party}", {"listed": False, "listing_reason": "It asked for that."})
            self.refused(deed) if known.listed else deed()

    def list_again(self, *parties: str) -> None:
        """Let Ada list organisations in the public register again."""
        for party in parties:
            if not self.model.organisations[party].listed:
                self.api.patch(f"organisations/{party}", {"listed": True, "listing_reason": "It asked for that."})
                self.model.organisations[party].listed = True

    def rename(self, party: str, day: str, **names: str) -> None:
        """Let Ada record the new names of an organisation."""
        known = self.model.organisations[party]
        fields = {"kind": "renamed", "happened": day, "source": "Its letter.", "which": "new", "primary": "0"}
        for at, (language, name) in enumerate(names.items()):
            fields |= {f"names-{at}-language": language, f"names-{at}-name": name, f"names-{at}-short_name": ""}
        self.ada.post(f"organisations/{party}/events", fields | {"confirmed": "yes"})
        known.former.append((day, known.names))
        known.names = names
        self.model.letters[known.address] += 1
        if self.model.named(party):
            self.model.announce("organisation_changed", party, happened=day, shows=names["en"])

    def succeed(self, party: str, kind: str, other: str, day: str) -> None:
        """Let Ada record that an organisation went into another."""
        fields = {"kind": kind, "happened": day, "source": "Its letter.", "other": other}
        self.ada.post(f"organisations/{party}/events", fields | {"confirmed": "yes"})
        if self.model.named(party):
            self.model.announce("organisation_changed", party, happened=day, shows=other)

    def extend(self, closes: str) -> None:
        """Let Ada give more time for signature."""
        self.api.post(f"{MEMORANDUM}/extension", {"closes": closes})
        self.model.closes = closes
        self.model.due.append((after(closes, 1), "close", closes))
        self.model.announce("extended")

    def close(self) -> None:
        """Let Ada end the time for accession."""
        self.api.post(f"{MEMORANDUM}/closing", {})
        self.model.close()

    def open_accession(self) -> None:
        """Let Ada open it for accession."""
        self.api.post(f"{MEMORANDUM}/accession-opening", {})
        self.model.state, self.model.accession_opened, self.model.given_since = "accession_only", self.today, ""
        self.model.announce("accession_opened")

    def terminate(self, reason: str) -> None:
        """Let Ada end it."""
        self.api.post(f"{MEMORANDUM}/termination", {"on": self.today, "reason": reason, "language": "en"})
        self.model.terminated = self.today
        self.model.announce("terminated")

    def propose_correction(self, number: str, language: str, provision: str, after_text: str) -> None:
        """Let Ada propose a correction, of which every party gets a letter."""
        fields = {"language": language, "provision": self.passage(provision), "kind": "error", "after": after_text, "reason": "A slip of the pen."}
        self.ada.post(f"{MEMORANDUM}/corrections", fields | {"confirmed": "yes"})
        self.model.corrections.append("proposed")
        self.model.announce("correction_proposed", shows=number)
        self.model.write_to_parties()
        self.model.due.append((after(self.today, self.model.object_within + 1), "decide", number))

    def passage(self, number: str) -> str:
        """Return the key of a provision, by its number."""
        wording = self.public.get(f"/api/v1/{MEMORANDUM}/wordings/en").json()
        return str(next(provision["key"] for provision in wording["provisions"] if provision["number"].strip(".") == number))

    def object(self, party: str, number: str) -> None:
        """Let a party object to a correction, in private."""
        self.of(party).send("/objections", correction=number, reason="It is no slip.")
        self.model.objected |= {number}
