"""A notification is found by the words of its sentence, in every language, and stays hidden where it was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from coalition.announcements.detailed_sentences import Facts
from coalition.announcements.notice_filters import NoticeFilter, chosen_announcements
from coalition.announcements.notice_kinds import NOTICE_SENTENCES
from coalition.announcements.notice_verbs import kinds_saying
from coalition.announcements.notice_words import TYPED
from coalition.languages import Message
from coalition.notices.tables import NoticeKind
from coalition.search.match_marks import Words
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures import disclosing
from tests import factories
from tests.house.test_concept_notices import DETAILS

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

SIGNED = ("signed", "SIGNED", "подписала", "توقيع", "undertegnet")


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_kind_says_the_sentence_that_is_made(kind: NoticeKind) -> None:
    text = SimpleNamespace(adoption_rule="consensus", authentic_languages=["en"])
    made = NOTICE_SENTENCES[kind].make(Facts(text, Message("Alpha"), DETAILS.get(kind, "")))  # type: ignore[arg-type]  # what the sentence needs
    assert made.msgid in {sentence.msgid for sentence in NOTICE_SENTENCES[kind].says}


def test_a_word_means_the_kinds_that_say_it() -> None:
    assert all(NoticeKind.SIGNATURE in kinds_saying(word) for word in SIGNED)
    assert kinds_saying("acceded") == {NoticeKind.ACCESSION}
    assert (kinds_saying("the"), kinds_saying("2013")) == (frozenset(), frozenset())


@pytest.mark.parametrize("kind", NoticeKind)
def test_what_people_type_for_a_kind_means_it_in_every_language(kind: NoticeKind) -> None:
    assert set(TYPED[kind]) == set(SUPPORTED_LANGUAGES)
    for language, words in TYPED[kind].items():
        assert words.split(), language
        assert [word for word in words.split() if kind not in kinds_saying(word)] == []


@pytest.mark.parametrize("word", ["انضمت", "انضمّ", "الانضمام", "acceding", "accession", "присоединились", "tiltrådte"])
def test_another_form_of_a_verb_finds_the_same_kind(word: str) -> None:
    assert NoticeKind.ACCESSION in kinds_saying(word)


async def _found(query: str) -> list[str]:
    read = await chosen_announcements(NoticeFilter(Words(query)), limit=20)
    return [f"{each.notification.kind} {each.organisation.slug if each.organisation else ''}".strip() for each in read]


@pytest.mark.anyio
async def test_verbs_find_notifications_and_what_was_hidden_is_not_found_by_them(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for slug in ("alpha", "beta"):
        await factories.signed(memorandum, await factories.organisation(slug, slug.title()))
    for word in (*SIGNED, "وقّعت", "подписали", "signerte"):
        assert [found for found in await _found(word) if found.startswith("signature ")] == ["signature beta", "signature alpha"]
    assert await _found("Alpha подписала") == ["signature alpha"]
    assert await _found("Alpha withdrew") == []
    assert "Beta" in (await cleo.get("/en/search?q=beta+signed&kind=notification")).text
    beta = await factories.organisation("gamma")
    await factories.signed(memorandum, beta)
    await disclosing.hide(memorandum, beta.id)
    assert [found for found in await _found("signed") if found.startswith("signature")] == ["signature beta", "signature alpha"]
