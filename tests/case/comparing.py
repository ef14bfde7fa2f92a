"""Comparing what everybody reads with what the model expects: the list of signatories in every form, notifications, feeds, statements, letters."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.case.model import NAMING
from tests.case.people import ADA, DINA
from tests.case.reading import facts_of, feed_of, rows_of
from tests.case.text import FORUM, MEMORANDUM, SLUG

if TYPE_CHECKING:
    from tests.case.driving import Case
    from tests.case.model import Life, Model, Notice

_PUBLIC = (
    *(f"/{language}/{MEMORANDUM}{rest}" for language in ("en", "ru", "ar") for rest in ("", "/signatories", "/verify", "/editions")),
    *(f"/{MEMORANDUM}.{ending}" for ending in ("json", "csv", "md")),
    *(f"/feeds/{MEMORANDUM}.{ending}" for ending in ("atom", "json")),
    *("/feeds/notifications.atom", "/feeds/notifications.json", "/api/v1/notifications?limit=200", "/en/notifications", "/ar/notifications"),
    *(f"/api/v1/{MEMORANDUM}{rest}" for rest in ("", "/signatories", "/statements")),
)
_REGISTER = (
    "/api/v1/organisations?limit=200",
    "/en/organisations",
    "/sitemap.xml",
    f"/api/v1/forums/{FORUM}",
    f"/ru/forums/{FORUM}",
    "/en/",
    "/en/forums",
)
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def compare(case: Case) -> None:
    """Compare everything at a checkpoint."""
    case.server.pass_minutes()
    case.server.show()
    today = case.model.today
    compare_day(case, today, "")
    for day in case.past_days:
        compare_day(case, day, f"?at={day}")
    case.past_days.append(today)
    compare_head(case)
    compare_notices(case)
    compare_feeds(case)
    compare_statements(case)
    compare_desk(case)
    compare_letters(case)
    compare_secrets(case)


def compare_day(case: Case, day: str, at: str) -> None:
    """Compare the list of signatories in every form, as at a day."""
    model = case.model
    lines = [line_of(model, life) for life in model.lines(day)]
    lines.sort(key=lambda line: line["organisation"])
    for path in (f"/api/v1/{MEMORANDUM}/signatories{at}", f"/{MEMORANDUM}.json{at}"):
        read = case.public.get(path).json()
        assert read["counts"] == model.counts(day), (path, day, read["counts"], model.counts(day), model.in_effect)
        shown = sorted(read["signatories"], key=lambda line: line["organisation"])
        assert [{key: line[key] for key in lines[0]} for line in shown] == lines, (path, day)
        assert sorted(described["description"] for described in read["described"]) == model.described(day), (path, day)
    rows = csv.DictReader(io.StringIO(case.public.get(f"/{MEMORANDUM}.csv{at}").content.decode("utf-8-sig")))
    of_table = sorted((row["organisation"], row["act"], row["date"], row["received"], row["confirmed"], row["ended_on"]) for row in rows)
    assert of_table == [_in_table(line) for line in lines], day
    page = case.public.get(f"/en/{MEMORANDUM}/signatories{at}").text
    assert sorted(rows_of(page)) == sorted(_on_page(model, day)), day


def line_of(model: Model, life: Life) -> dict[str, Any]:
    """Return the line of a signature or support as the API gives it."""
    known, root, end, confirmed = model.organisations[life.root.party], life.root, life.end, life.confirmation
    return {
        "organisation": known.slug,
        "name": known.name_on(root.done),
        "present_name": known.names["en"],
        "country": known.country,
        "act": root.kind,
        "date": root.done,
        "received": root.period if root.level not in NAMING and root.came else root.came,
        "representative": (root.person or None) if life.shown(model.today) == "public" else None,
        "withdrawn": end.done if end and end.kind == "withdrawal" else None,
        "ended": {"by": end.kind, "on": end.done, "ground": end.ground, "received": end.came, "successor": None} if end else None,
        "confirmed": confirmed.done if confirmed else None,
        "confirmed_by": None,
        "channel": root.channel,
        "source": root.source or None,
        "dates_remarked": root.remarked,
    }


def _in_table(line: dict[str, Any]) -> tuple[str, ...]:
    ended = (line["ended"] or {}).get("on") or ""
    return (line["organisation"], line["act"], line["date"] or "", line["received"] or "", line["confirmed"] or "", ended)


def _on_page(model: Model, day: str) -> list[tuple[str, ...]]:
    """Return the rows of the table on the page: the name, in brackets if the act has ended, and the days of its columns."""
    rows = []
    for life in model.lines(day):
        name, root = model.organisations[life.root.party].name_on(life.root.done), life.root
        days = [None, root.done] if root.kind == "accession" else [root.done, life.confirmation and life.confirmation.done]
        rows.append((f"[{name}]" if life.end else name, *(written for done in days if done and (written := in_words(done)))))
    rows += [(description,) for description in model.described(day)]
    given = model.hidden(day) if model.number_given(day) else []
    for supports in (False, True):
        number = sum((life.root.kind == "support") is supports and life.shown(model.today) != "described" for life in given)
        if number:
            rows.append((f"{number} further organisation{'s' if number > 1 else ''}",))
    return rows


def in_words(day: str) -> str:
    """Return a day as English pages write it."""
    parts = day.split("-")
    return " ".join(
        reversed([parts[0], *([_MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []), *([str(int(parts[2]))] if len(parts) > 2 else [])])
    )


def compare_head(case: Case) -> None:
    """Compare the facts at the head of the status page, and the states in the files."""
    model, facts = case.model, facts_of(case.public.get(f"/en/{MEMORANDUM}/signatories").text)
    counts = model.counts(model.today)
    given = counts["names_withheld"] is not None
    assert facts["Signatories" if given else "Named signatories"] == str(counts["signed"])
    if counts["acceded"]:
        assert facts["By accession" if given else "Named, by accession"] == str(counts["acceded"])
        assert facts["Parties" if given else "Named parties"] == str(counts["parties"])
    assert facts.get("Signed ad referendum, to be confirmed", "0") == str(counts["ad_referendum"])
    assert facts.get("Supporters" if given else "Named supporters", "0") == str(counts["supported"])
    since = facts.get("In effect since", "")
    assert since.startswith(in_words(model.in_effect)) and "5" in since if model.in_effect else not since, (since, model.in_effect)
    assert facts.get("Terminated", "") == (in_words(model.terminated) if model.terminated else "")
    read = case.public.get(f"/api/v1/{MEMORANDUM}").json()
    assert read["window"] == {"opens": model.opens, "closes": model.closes}
    assert read["accession"] == {"opened": model.accession_opened or None, "ended": model.accession_ended or None}
    effect = "terminated" if model.terminated else "in_effect" if model.in_effect else "none"
    assert (read["state"]["signing"], read["state"]["effect"]) == (model.state, effect)
    assert read["effect"]["in_effect_on"] == (model.in_effect or None)
    assert [correction["state"] for correction in read["corrections"]] == model.corrections


def compare_notices(case: Case) -> None:
    """Compare every notification: its number, what it is about, its days and its content, and which of them are tombstones."""
    model = case.model
    items = case.public.get("/api/v1/notifications?limit=200").json()["items"]
    assert [item["number"] for item in items] == [notice.number for notice in model.notices]
    for item, notice in zip(items, model.notices, strict=True):
        assert item["removed"] == (not _is_public(model, notice)), item
        if not item["removed"]:
            read = (item["kind"], item["memorandum"], item["organisation"], item["happened_on"], item["issued_on"])
            assert read == (notice.kind, SLUG, notice.party, notice.happened, notice.issued), item
            assert _same_day(item["received_on"], notice), item
            assert notice.shows in str(item), (notice, item)
            assert not notice.name or notice.name in item["sentences"]["en"], (notice, item)


def _same_day(received: str | None, notice: Notice) -> bool:
    return received in {None, notice.came}


def _is_public(model: Model, notice: Notice) -> bool:
    return notice.party is None or (model.named(notice.party) and all(map(model.named, notice.depends_on)))


def compare_feeds(case: Case) -> None:
    """Read the feeds as programs do: they are valid, hold the notifications, and `updated` grows with every change."""
    shown = [notice.number for notice in reversed(case.model.notices[-50:])]
    for path in (f"/feeds/{MEMORANDUM}.atom", "/feeds/notifications.atom", f"/feeds/{MEMORANDUM}.atom?lang=ar"):
        feed = feed_of(case.public.get(path).content)
        assert [entry.number for entry in feed.entries] == shown, path
        before = case.feeds.get(path)
        if before:
            assert feed.updated >= before.updated, path
            known = {entry.id: entry for entry in before.entries}
            for entry in feed.entries:
                earlier = known.get(entry.id)
                assert earlier is None or earlier.content == entry.content or entry.updated > earlier.updated, (path, earlier, entry)
        case.feeds[path] = feed
    items = case.public.get(f"/feeds/{MEMORANDUM}.json").json()["items"]
    assert [item["title"].split()[0] for item in items] == shown
    assert all(item["date_modified"] for item in items)


def compare_statements(case: Case) -> None:
    """Compare the statements of named parties: their numbers stay, and hidden statements leave no gap."""
    model = case.model
    read = case.public.get(f"/api/v1/{MEMORANDUM}/statements").json()["statements"]
    stated = [statement for statement in model.statements if model.named(statement.party)]
    public = [statement for statement in stated if statement.to is None or any(other.text == statement.to for other in stated)]
    assert sorted((item["organisation"], item["kind"], item["text"], item["date"], item["withdrawn"]) for item in read) == sorted(
        (statement.party, statement.kind, statement.text, statement.made, statement.withdrawn) for statement in public
    )
    for item in read:
        [statement] = [statement for statement in public if statement.text == item["text"]]
        assert [part["text"] for part in item["earlier_texts"]] == statement.earlier, item
        assert item["late"] == model.is_late(statement), item
    numbers = {item["id"]: item["number"] for item in read if item.get("number") is not None}
    assert len(set(numbers.values())) == len(numbers)
    for statement_id, number in numbers.items():
        assert case.numbers.setdefault(statement_id, number) == number, statement_id
    assert sorted(case.numbers.values()) == list(range(1, len(case.numbers) + 1))


def compare_desk(case: Case) -> None:
    """Compare the numbers of the dashboard, which include hidden names and add up."""
    model, tiles = case.model, case.tiles()
    lives = [life for party in model.organisations if (life := model.current(party))]
    standing = [life for life in lives if life.end is None]
    acceded = sum(life.root.kind == "accession" for life in standing)
    expected = {"signed": sum(life.binds for life in standing) - acceded, "acceded": acceded, "declined": len(model.declined)}
    expected |= {"signed ad referendum": sum(life.waits for life in standing)}
    expected |= {"support": sum(life.root.kind == "support" for life in standing), "without an answer": len(model.silent)}
    for label, number in expected.items():
        assert next((read for word, read in tiles.items() if word.split(",")[0] in {label, f"{label}s"}), 0) == number, (label, number, tiles)
    sums = case.sums()
    assert sum(number for word, number in sums.items() if word != "Organisations") == sums["Organisations"]
    assert sums["Organisations"] == len(model.invited | {life.root.party for life in lives})


def compare_letters(case: Case) -> None:
    """Compare who got letters, and how many; no letter names a party that is hidden, except to its own people."""
    letters = [letter for letter in case.server.tray.letters() if letter.to not in {ADA, DINA}]
    sent = Counter(letter.to for letter in letters)
    expected = case.letters()
    assert sent == expected, ("too many", sent - expected, "missing", expected - sent)
    hidden = case.model.hidden_parties() - case.model.once_public
    for letter in letters:
        for party in hidden:
            known = case.model.organisations[party]
            assert letter.to == known.address or not any(name in letter.text for name in known.names.values()), (letter.to, party)


def compare_secrets(case: Case) -> None:
    """Search every public byte for the names of hidden parties, in all languages, and for their representatives."""
    model = case.model
    hidden = [model.organisations[party] for party in model.hidden_parties()]
    unlisted = [known for known in model.organisations.values() if not known.listed]
    for paths, secret in ((_PUBLIC, hidden), ((*_PUBLIC, *_REGISTER), unlisted)):
        for path in paths:
            text = case.public.get(path).text
            for known in secret:
                for word in (known.slug, *known.names.values(), known.representative):
                    assert word not in text, (path, word)
    for path in (*_PUBLIC, *_REGISTER):
        assert not [name for name in model.only_asked if name in case.public.get(path).text], path
    for day in case.past_days:
        text = case.public.get(f"/{MEMORANDUM}.json?at={day}").text
        assert not [known.slug for known in hidden if known.slug in text], day
