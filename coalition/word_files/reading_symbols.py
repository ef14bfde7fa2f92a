"""The letters of fonts of symbols, which a file names by their place in the font."""

from __future__ import annotations

_PRIVATE = 0xF000  # programs write the places from here, or from 0
_SYMBOL = dict(
    zip(
        range(0x61, 0x7B),
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBE: "—", 0xAE: "→", 0xAC: "←", 0xBB: "≈", 0x2D: "−", 0xD7: "⋅"}
_WINGDINGS = {
    0xFC: "✓",
    0xFB: "✗",
    0xFE: "☑",
    0xFD: "☒",
    0xA8: "☐",
    0x6F: "☐",
    0xA7: "▪",
    0x6C: "●",
    0x6E: "■",
    0xD8: "➢",
    0xE0: "→",
    0x2A: "✉",
    0x28: "☎",
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_VISIBLE, _LAST_SIGN = 0x20, 0x3F  # digits and signs are those of other fonts


def symbol(font: str, code: str) -> str:
    """Return the letter that a font of symbols has at a place in hexadecimal digits, "" if it is not known."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    private = _PRIVATE <= place < _PRIVATE + 0x100
    known = _FONTS.get(font.lower())
    if known is not None:
        place -= _PRIVATE if private else 0
        return known.get(place, chr(place) if font.lower() == "symbol" and _VISIBLE <= place <= _LAST_SIGN else "")
    return "" if private or not _VISIBLE <= place < 0xD800 else chr(place)  # noqa: PLR2004 -- before the surrogates
