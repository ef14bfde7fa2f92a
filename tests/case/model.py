"""What the case expects: the rules of a depositary in plain Python, written apart from the program. Nothing of the program is imported here.

Days are ISO texts, which compare as days; a day that is known in part is a shorter text, and one that is not known is None.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

NAMING = {"public", "public_organisation"}
OPENNESS = {"counted": 0, "sealed_until": 1, "described": 2, "public_organisation": 3, "public": 4}
BEGINNING = {"signature", "ad_referendum", "accession", "support"}
ENDING = {"withdrawal", "annulment", "lapse"}


def first_day(day: str) -> str:
    """Return the first day that a day known in part can mean."""
    return day + "-01-01"[len(day) - 10 :] if len(day) < 10 else day


def last_day(day: str) -> str:
    """Return the last day that a day known in part can mean."""
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        return f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]:02}"
    return day


def after(day: str, days: int) -> str:
    """Return the day some days after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def end_of_week(day: str) -> str:
    """Return the last day of the period of a hidden act: the forum is careful, so it is a week."""
    return after(day, 6 - date.fromisoformat(day).weekday())


@dataclass
class Organisation:
    """An organisation of the register, with its names by language and those it had until a day."""

    slug: str
    country: str
    names: dict[str, str]
    language: str
    short: str
    representative: str
    listed: bool
    at_risk: bool
    former: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The address of its contact."""
        return f"{self.slug}@parties.example"

    def name_on(self, day: str | None) -> str:
        """Return its primary name on the day of an act; a name it had until a day is the name before that day."""
        for until, names in self.former:
            if day is not None and last_day(day) < until:
                return names["en"]
        return self.names["en"]


@dataclass
class Act:
    """An act, with the day on which it was done, the day on which it came, and the day on which it was recorded."""

    party: str
    kind: str
    done: str | None
    came: str | None
    recorded: str
    level: str
    description: str = ""
    opens: str | None = None
    person: str = ""
    channel: str = "online"
    source: str = ""
    ground: str | None = None
    remarked: bool = False
    number: int = 0

    @property
    def period(self) -> str:
        """The last day of its period, from which on a number may include it while it is hidden."""
        return end_of_week(self.recorded)


@dataclass
class Life:
    """A signature or support with what followed."""

    root: Act
    events: list[Act] = field(default_factory=list)
    level: str = ""
    opens: str | None = None
    description: str = ""

    def shown(self, today: str) -> str:
        """Return the level on a day."""
        return "public" if self.level == "sealed_until" and self.opens and self.opens <= today else self.level

    def named(self, today: str) -> bool:
        """Whether everybody may know the organisation."""
        return self.shown(today) in NAMING

    @property
    def end(self) -> Act | None:
        """What ended it."""
        return next((event for event in self.events if event.kind in ENDING), None)

    @property
    def confirmation(self) -> Act | None:
        """Its confirmation."""
        return next((event for event in self.events if event.kind == "confirmation"), None)

    @property
    def waits(self) -> bool:
        """Whether it waits for a confirmation."""
        return self.root.kind == "ad_referendum" and not self.confirmation and not self.end

    @property
    def binds(self) -> bool:
        """Whether the organisation is, or was, a party by it."""
        return self.root.kind in {"signature", "accession"} or self.confirmation is not None

    @property
    def replaces(self) -> bool:
        """Whether an earlier act of the organisation gives way to it."""
        return not self.waits and (self.end is None or self.end.kind == "withdrawal")

    def until(self, day: str, today: str) -> Life | None:
        """Return it as it was on a day; None if it had not begun."""
        if not _had_happened(self.root, day, today):
            return None
        return Life(self.root, [event for event in self.events if _had_happened(event, day, today)], self.level, self.opens, self.description)

    def counted(self, day: str, before: str) -> Life | None:
        """Return a hidden one as numbers may include it on a day: acts whose period is over; None if its first act's is not."""

        def over(act: Act) -> bool:
            return act.period < before and act.period <= day

        if not over(self.root):
            return None
        return Life(self.root, [event for event in self.events if over(event)], self.level, self.opens, self.description)


def _had_happened(act: Act, day: str, today: str) -> bool:
    if act.done is None:
        return True
    return last_day(act.done) <= day or (day == today and first_day(act.done) <= today)


@dataclass
class Notice:
    """A numbered notification."""

    number: str
    kind: str
    issued: str
    happened: str | None
    party: str | None = None
    came: str | None = None
    shows: str = ""
    name: str = ""
    depends_on: tuple[str, ...] = ()


@dataclass
class Stated:
    """A statement of a party."""

    party: str
    kind: str
    text: str
    provision: str | None
    made: str
    to: str | None = None
    withdrawn: str | None = None
    earlier: list[str] = field(default_factory=list)


class Model:
    """One memorandum as its depositary must show it."""

    needed = 10
    confirm_within = 45
    object_within = 21

    def __init__(self, begins: str) -> None:
        self.organisations: dict[str, Organisation] = {}
        self.today = begins
        self.adopted = self.opens = self.closes = self.accession_opened = self.accession_ended = self.in_effect = self.terminated = ""
        self.state = "not_open"
        self.acts: list[Act] = []
        self.notices: list[Notice] = []
        self.statements: list[Stated] = []
        self.letters: Counter[str] = Counter()
        self.invited: set[str] = set()
        self.declined: set[str] = set()
        self.silent: set[str] = set()
        self.due: list[tuple[str, str, str]] = []
        self.given_since = self.given_until = ""
        self.given_at_most = 0
        self.once_public: set[str] = set()
        self.objected: set[str] = set()
        self.corrections: list[str] = []
        self.only_asked: set[str] = set()

    # What is on record.

    def lives(self, party: str) -> list[Life]:
        """Return the signatures and supports of an organisation, each with its later acts."""
        lives: list[Life] = []
        for act in (act for act in self.acts if act.party == party):
            if act.kind in BEGINNING:
                lives.append(Life(act, [], act.level, act.opens, act.description))
            elif act.kind == "disclosure":
                lives[-1].level, lives[-1].opens, lives[-1].description = act.level, act.opens, act.description
                self._lower(lives, act.level)
            elif lives[-1].end is None:
                lives[-1].events.append(act)
                self._lower(lives, act.level)
        return lives

    @staticmethod
    def _lower(lives: list[Life], level: str) -> None:
        for life in lives:
            if OPENNESS[level] < OPENNESS[life.level]:
                life.level, life.opens = level, None

    def current(self, party: str) -> Life | None:
        """Return what counts of an organisation now."""
        lives = self.lives(party)
        return next((life for life in reversed(lives) if life.end is None), lives[-1] if lives else None)

    def named(self, party: str) -> bool:
        """Whether the text names an organisation now."""
        return any(life.named(self.today) for life in self.lives(party))

    def hidden_parties(self) -> set[str]:
        """Return the organisations that acted and that the text does not name."""
        return {act.party for act in self.acts if not self.named(act.party)}

    # What is shown.

    def lines(self, day: str) -> list[Life]:
        """Return the named lines of the status table on a day, in its order."""
        shown = []
        for party in self.organisations:
            then = [past for life in self.lives(party) if life.named(self.today) and (past := life.until(day, self.today))]
            last = max((at for at, life in enumerate(then) if life.replaces), default=0)
            if standing := then[last:]:
                shown.append(next((life for life in standing if life.replaces and life.end is None), self._latest(standing)))
        return shown

    @staticmethod
    def _latest(lives: list[Life]) -> Life:
        return next((life for life in reversed(lives) if life.end is None), lives[-1])

    def hidden(self, day: str) -> list[Life]:
        """Return the hidden acts that a number may include on a day."""
        before = min(self.today, after(self.given_until, 1)) if self.given_until else self.today
        lives = [life for party in self.organisations for life in self.lives(party) if not life.named(self.today)]
        counted = [life.counted(day, before) for life in lives]
        return [life for life in counted if life and life.end is None and (life.binds or life.root.kind == "support")]

    def number_given(self, day: str) -> bool:
        """Whether the number of withheld names is given as at a day."""
        return self.state in {"closed", "ended"} and bool(self.given_since) and self.given_since <= day

    def described(self, day: str) -> list[str]:
        """Return the descriptions that stand in place of names."""
        given = self.hidden(day) if self.number_given(day) else []
        return sorted(life.description for life in given if life.shown(self.today) == "described")

    def counts(self, day: str) -> dict[str, int | None]:
        """Return the numbers of the status on a day."""
        lines, given = self.lines(day), self.number_given(day)
        hidden = self.hidden(day) if given else []
        standing = [life for life in lines if life.end is None] + hidden
        bound = [life for life in standing if life.binds]
        acceded = sum(life.root.kind == "accession" for life in bound)
        supports = sum(life.root.kind == "support" for life in hidden)
        return {
            "parties": len(bound),
            "signed": len(bound) - acceded,
            "acceded": acceded,
            "supported": sum(life.root.kind == "support" for life in standing),
            "withdrawn": sum(life.end is not None and life.end.kind == "withdrawal" for life in lines),
            "names_withheld": len(hidden) - supports if given else None,
            "supporters_withheld": supports if given else None,
            "ad_referendum": sum(life.waits for life in lines),
        }

    def receipt(self, life: Life) -> str:
        """Return the day of receipt for the rules: that of the confirmation of a signature ad referendum; a hidden act has the end of its period."""
        act = life.confirmation or life.root
        if act.level not in NAMING:
            return act.period
        return act.came or min(filter(None, [last_day(act.done) if act.done else "", act.recorded]))

    # What happens.

    def record(self, act: Act, notice: str | None = None, shows: str = "") -> None:
        """Put an act on record, announce it if its organisation is named, and let the rules run."""
        was_named = self.named(act.party)
        act.number = len(self.acts)
        self.acts.append(act)
        if act.kind in BEGINNING:
            self.silent.discard(act.party)
        if act.kind == "ad_referendum" and act.channel != "historical":
            self._await_confirmation(act)
        if act.level == "sealed_until" and act.opens:
            self.due.append((act.opens, "seal", act.party))
        if self.named(act.party) or was_named:
            if notice and self.named(act.party) and not (act.kind == "disclosure" and was_named):
                self.announce(notice, act.party, happened=act.done, came=act.came, shows=shows)
        else:
            self.due.append((after(act.period, 1), "count", act.period))
        if self.named(act.party):
            self.once_public.add(act.party)
            self.organisations[act.party].listed = True
        self.take_effect(self.today)

    def _await_confirmation(self, act: Act) -> None:
        last = after(act.came or act.recorded, self.confirm_within)
        for days in (14, 3):
            if after(last, -days) > self.today:
                self.due.append((after(last, -days), "remind", act.party))
        self.due.append((after(last, 1), "lapse", act.party))

    def announce(
        self,
        kind: str,
        party: str | None = None,
        *,
        happened: str | None = None,
        came: str | None = None,
        shows: str = "",
        depends_on: tuple[str, ...] = (),
    ) -> None:
        """Issue the next notification of the year."""
        year = self.today[:4]
        number = 1 + sum(notice.issued.startswith(year) for notice in self.notices)
        day = happened or self.today
        name = self.organisations[party].name_on(day) if party else ""
        self.notices.append(Notice(f"N.{number}.{year}", kind, self.today, day, party, came, shows, name, depends_on))

    def take_effect(self, hidden_on: str) -> None:
        """Let it take effect with the signature its rule names, on the day on which that was received."""
        if self.in_effect or self.state == "not_open":
            return
        counts = self.counts(self.today)
        if (counts["parties"] or 0) >= self.needed:
            days = [self.receipt(life) for life in self.lines(self.today) if life.binds and life.end is None]
            days += [hidden_on] * (counts["names_withheld"] or 0)
            self.in_effect = sorted(days)[self.needed - 1]
            self.announce("took_effect")

    def advance(self, day: str) -> None:
        """Let the days pass; on each, what is due happens in the order in which it was set."""
        while waiting := sorted((item for item in self.due if item[0] <= day), key=lambda item: item[0]):
            item = waiting[0]
            self.due.remove(item)
            self.today = max(self.today, item[0])
            getattr(self, f"_{item[1]}")(item[2])
        self.today = day

    def _remind(self, party: str) -> None:
        if any(life.waits for life in self.lives(party)):
            self.letters[self.organisations[party].address] += 1

    def _lapse(self, party: str) -> None:
        life = self.current(party)
        if life and life.waits:
            self.record(Act(party, "lapse", self.today, self.today, self.today, life.level), "lapse")

    def _seal(self, party: str) -> None:
        life = self.current(party)
        if life and life.level == "sealed_until" and life.end is None:
            self.once_public.add(party)
            self.organisations[party].listed = True
            self.announce("disclosed", party)
            self.take_effect(self.today)

    def _raise(self, what: str) -> None:
        party, level = what.split(":")
        life = self.current(party)
        if life and life.end is None:
            self.record(Act(party, "disclosure", self.today, self.today, self.today, level), "disclosed")

    def _close(self, last: str) -> None:
        if self.state == "open" and self.closes == last:
            self.close()

    def close(self) -> None:
        """End the time for signature, or for accession."""
        if self.state == "accession_only":
            self.state, self.accession_ended = "ended", self.today
            self.announce("closed", shows="accession")
            self.due.append((after(end_of_week(self.today), 1), "count", end_of_week(self.today)))
            return
        self.state, self.closes = "closed", min(self.closes or self.today, self.today)
        self.announce("closed", shows="signature")
        self.due.append((after(end_of_week(self.closes), 1), "count", end_of_week(self.closes)))

    def _count(self, last: str) -> None:
        """Decide, after the end of a period, whether the number of withheld names is given."""
        if self.state not in {"closed", "ended"} or last < self.closes:
            return
        number = sum(life.end is None for party in self.organisations for life in self.lives(party) if not life.named(self.today))
        if self.hides(number, self.once_public):
            self.given_since = self.given_since or after(last, 1)
        else:
            self.given_since = ""
        self.given_until = max(self.given_until, last)
        self.given_at_most = max(self.given_at_most, len(self.hidden(self.today)) if self.given_since else 0)
        self.take_effect(last)

    def may_name(self, party: str) -> bool:
        """Whether one more name, now or later, leaves nobody who could be derived from the highest number that was given."""
        if not self.given_at_most or any(life.root.party == party for life in self.hidden(self.today)):
            return True
        sealed = {slug for slug in self.organisations if (life := self.current(slug)) and life.level == "sealed_until" and life.end is None}
        included = {life.root.party for life in self.hidden(self.today)}
        return self.hides(self.given_at_most, self.once_public | (sealed - included) | {party})

    def hides(self, number: int, known: set[str]) -> bool:
        """Whether nobody can derive names from a number: enough listed organisations are not named, and could be meant."""
        unnamed = sum(organisation.listed and slug not in known for slug, organisation in self.organisations.items())
        return unnamed >= number + 5 and unnamed >= 3 * number

    def is_late(self, stated: Stated) -> bool:
        """Whether a declaration or reservation came after the day on which its organisation became a party; objections answer others."""
        life = next(life for life in reversed(self.lives(stated.party)) if (life.root.recorded <= stated.made))
        return stated.kind != "objection" and stated.made > ((life.confirmation or life.root).came or "")

    def keep_part(self, stated: Stated, remaining: str) -> None:
        """Keep what remains of a statement; objections to it are to what remains."""
        for objection in self.statements:
            objection.to = remaining if objection.to == stated.text else objection.to
        stated.earlier.append(stated.text)
        stated.text = remaining

    def _decide(self, number: str) -> None:
        """End the time for objections to a correction."""
        self.corrections[int(number) - 1] = "failed" if number in self.objected else "made"
        self.announce("correction_failed" if number in self.objected else "corrected", shows=number)
        self.write_to_parties()

    def write_to_parties(self) -> None:
        """Write to every organisation whose signature stands, named or not."""
        for party, organisation in self.organisations.items():
            if any(life.root.kind != "support" and life.end is None for life in self.lives(party)):
                self.letters[organisation.address] += 1
