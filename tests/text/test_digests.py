"""The digest of an edition: every byte counts, the order of languages does not."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition.text.digests import canonical_bundle, edition_digest

wordings = st.dictionaries(
    st.sampled_from(["en", "ru", "ar", "nb", "pt-BR"]),
    st.tuples(st.text(max_size=20), st.text(max_size=60)),
    min_size=1,
)


def unbundled(bundle: bytes) -> dict[str, tuple[str, str]]:
    header, _, texts = bundle.partition(b"\n\n")
    rows = re.findall(r"^(\S+) title (\d+) body (\d+)$", header.decode(), re.MULTILINE)
    texts = b"\n" + texts
    read = {}
    for language, title, body in rows:
        text, texts = texts[3 : 5 + int(title) + int(body)], texts[5 + int(title) + int(body) :]
        read[language] = (text[: int(title)].decode(), text[int(title) + 2 :].decode())
    assert texts == b""
    return read


def test_bundle_is_one_readable_file() -> None:
    assert canonical_bundle({"ru": ("Договор", "1. Да.\n"), "en": ("Pact", "1. Yes.\n")}).decode() == (
        "edition-text 1\nen title 4 body 8\nru title 14 body 9\n\n# Pact\n\n1. Yes.\n\n# Договор\n\n1. Да.\n"
    )


def test_digest_is_what_sha256sum_prints() -> None:
    texts = {"en": ("Pact", "1. Yes.\n")}
    assert edition_digest(texts) == f"sha256:{hashlib.sha256(canonical_bundle(texts)).hexdigest()}"
    assert edition_digest(texts) == "sha256:b0d8b65e08f2998f5aa0be284cc751a3c13a7b34d7c6d22ea488e3c9e8639323"


@pytest.mark.parametrize("texts", [{}, {"": ("a", "b")}, {"en title": ("a", "b")}, {"en\n": ("a", "b")}])
def test_no_digest_of_nothing_or_of_no_language(texts: dict[str, tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"language|wording"):
        edition_digest(texts)


@given(wordings)
def test_bundle_can_be_read_in_one_way_only(texts: dict[str, tuple[str, str]]) -> None:
    assert unbundled(canonical_bundle(texts)) == texts


@given(wordings)
def test_order_does_not_matter(texts: dict[str, tuple[str, str]]) -> None:
    assert edition_digest(dict(reversed(texts.items()))) == edition_digest(texts)


@given(wordings, wordings)
def test_different_texts_have_different_digests(texts: dict[str, tuple[str, str]], others: dict[str, tuple[str, str]]) -> None:
    assume(texts != others)
    assert edition_digest(texts) != edition_digest(others)


@given(wordings, st.data())
def test_every_character_counts(texts: dict[str, tuple[str, str]], data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(texts)))
    part = data.draw(st.sampled_from([0, 1]))
    text = texts[language][part]
    place = data.draw(st.integers(0, len(text)))
    changed = list(texts[language])
    changed[part] = text[:place] + data.draw(st.characters(codec="utf-8")) + text[place:]
    assert edition_digest({**texts, language: (changed[0], changed[1])}) != edition_digest(texts)
