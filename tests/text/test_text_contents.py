"""The contents of a long text."""

from __future__ import annotations

from coalition.text.provisions import parse
from coalition.text.text_contents import contents_of

HEADINGS = "\n\n".join(f"## Part {number}\n\n{number}. Words." for number in range(1, 6))
ARTICLES = "\n\n".join(f"Article {number}. Title {number}\n\nWords of the article." for number in range(1, 6))


def listed(body: str) -> list[tuple[str, str, bool]]:
    blocks = parse(body)
    return [(entry.id, entry.label, entry.is_inner) for entry in contents_of(blocks, [f"p{at}" for at, _ in enumerate(blocks)])]


def test_a_text_with_few_headings_has_none() -> None:
    assert listed("## One\n\n1. Words.\n\n## Two\n\n2. Words.") == []
    assert listed("\n\n".join(f"{number}. Words." for number in range(1, 30))) == []
    assert listed("") == []


def test_headings_lead_to_their_ids_and_show_plain_words() -> None:
    body = HEADINGS.replace("## Part 2", "### *Part* [2](https://example.org)[^1]") + "\n\n[^1]: A note."
    assert listed(body)[:3] == [("p0", "Part 1", False), ("p2", "Part 2 (https://example.org)", True), ("p4", "Part 3", False)]


def test_articles_that_are_numbered_in_words_are_listed_with_their_titles() -> None:
    assert listed(ARTICLES)[0] == ("p0", "Article 1. Title 1", False)
    mixed = listed(f"## First part\n\n{ARTICLES}\n\nArticle 6. All of it in one paragraph.")
    assert [(label, inner) for _, label, inner in (mixed[0], mixed[1], mixed[-1])] == [
        ("First part", False),
        ("Article 1. Title 1", True),
        ("Article 6.", True),
    ]
