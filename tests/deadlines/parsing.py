"""A reader of calendars, written from RFC 5545 and not from the code that writes them."""

from __future__ import annotations

import re

# contentline = name *(";" param) ":" value CRLF, with folded lines joined (sections 3.1 and 3.2)
_LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]+)(?:,(?:"[^"]*"|[^";:,]+))*)*):(.*)', re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_REQUIRED = {"UID", "DTSTAMP", "DTSTART"}
_STAMP, _DAY = re.compile(r"\d{8}T\d{6}Z"), re.compile(r"\d{8}")


def entries(content: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar, each by property; an assertion fails where the file breaks the format."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = [_parsed(line) for line in re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")]
    assert [lines[0], lines[-1]] == [("BEGIN", "VCALENDAR"), ("END", "VCALENDAR")]
    names = [name for name, _ in lines]
    assert names.count("PRODID") == names.count("VERSION") == 1
    assert "METHOD" not in names
    events: list[dict[str, str]] = []
    inside = False
    for name, value in lines[1:-1]:
        if name in {"BEGIN", "END"}:
            assert (value, inside) == ("VEVENT", name == "END")
            inside = name == "BEGIN"
            events += [{}] if inside else []
        elif inside:
            assert name not in events[-1]
            events[-1][name] = value
    for event in events:
        assert event.keys() >= _REQUIRED
        assert _STAMP.fullmatch(event["DTSTAMP"])
        assert _DAY.fullmatch(event["DTSTART"])
        assert _DAY.fullmatch(event["DTEND"])
        assert event["DTEND"] > event["DTSTART"]
    return events


def _parsed(line: str) -> tuple[str, str]:
    matched = _LINE.fullmatch(line)
    assert matched, line
    name, parameters, value = matched.groups()
    assert (parameters == ";VALUE=DATE") is (name in {"DTSTART", "DTEND"})
    if name != "SUMMARY":
        return name, value
    assert not re.search(r"(?<!\\)[;,]", re.sub(r"\\\\", "", value))
    return name, _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
