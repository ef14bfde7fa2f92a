"""Which provisions of a language have to be compared again: each was compared with the authentic texts of one time, and those change.

It is built on the confirmations of whole wordings (`memoranda/wording_agreement.py`): a wording that is confirmed as a whole has no
provision to compare, and one that has to be confirmed has at least one, or its order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.drafting.provision_texts import ABSENT, ProvisionText, digest_in, texts_of
from coalition.memoranda.tables import WordingStatus
from coalition.memoranda.wording_agreement import others_of, to_confirm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from coalition.memoranda.confirmation_queries import ComparedText
    from coalition.memoranda.tables import Edition, Memorandum, Wording
    from coalition.memoranda.wording_agreement import Confirmation

    DigestOf = Callable[[str], str | None]

Texts = dict[str, ProvisionText]


class Compared(Struct, frozen=True):
    """What a provision was compared with last: a digest by language, the digest it had itself, and who read it a second time and when."""

    others: Mapping[str, str]
    own: str
    who: int | None
    at: datetime
    reviser: int | None = None
    revised_at: datetime | None = None


class ProvisionState(Struct, frozen=True):
    """A provision in a language: the languages with which it has to be compared, and whether it is there at all.

    `is_extra`: no authentic text has it. `is_revised`: a reviser read it as it is, beside the others as they are.
    """

    key: str
    stale: Sequence[str]
    is_missing: bool
    is_extra: bool
    is_revised: bool


class LanguageState(Struct, frozen=True):
    """How a language stands: its provisions in order; `asks_whole` says that it has to be confirmed although no single provision has."""

    language: str
    status: str
    provisions: Sequence[ProvisionState]
    asks_whole: bool

    @property
    def stale(self) -> list[ProvisionState]:
        """The provisions that have to be compared, or written."""
        return [provision for provision in self.provisions if provision.stale]

    @property
    def missing(self) -> list[ProvisionState]:
        """The provisions that it lacks."""
        return [provision for provision in self.provisions if provision.is_missing]

    @property
    def waiting(self) -> list[ProvisionState]:
        """What waits for the translator: what has to be compared; everything where there is no text yet."""
        return self.stale if self.status else self.missing

    @property
    def extra(self) -> list[ProvisionState]:
        """The provisions that no authentic text has."""
        return [provision for provision in self.provisions if provision.is_extra]

    @property
    def unrevised(self) -> list[ProvisionState]:
        """The provisions that wait for the reviser only."""
        return [provision for provision in self.provisions if not (provision.is_revised or provision.stale or provision.is_missing)]


class DraftTexts(Struct):
    """The texts of an edition in every language, with what each was compared with.

    `keys` are those of the provisions in order, after the title. `texts` are by language; `compared` and `before` by the id of the
    wording: what single provisions, and the whole, were compared with. `before` is read only for wordings that have to be confirmed.
    `whole` are the digests of the wordings, by language. `before_texts` and `digests` hold what was computed once.
    """

    memorandum: Memorandum
    edition: Edition
    wordings: Sequence[Wording]
    keys: Sequence[str]
    texts: Mapping[str, Texts]
    confirmations: Mapping[int, Confirmation]
    compared: dict[int, dict[str, Compared]]
    before: Mapping[int, Mapping[str, ComparedText]]
    whole: Mapping[str, str]
    before_texts: dict[tuple[int, str], Texts] = field(default_factory=dict)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """The languages: authentic ones first, with those that have no text yet."""
        authentic = self.memorandum.authentic_languages.split(",")
        return [*dict.fromkeys([*authentic, *(wording.language for wording in self.wordings)])]

    def wording(self, language: str) -> Wording | None:
        """Return the wording in a language."""
        return next((wording for wording in self.wordings if wording.language == language), None)

    def is_fixed(self, wording: Wording) -> bool:
        """Whether a wording was adopted with the others and needs no confirmation any more."""
        return self.edition.digest is not None and wording.status == WordingStatus.AUTHENTIC

    def digest(self, language: str, key: str) -> str:
        """Return the digest of a provision in a language."""
        at = (language, key)
        if at not in self.digests:
            self.digests[at] = digest_in(self.texts.get(language, {}), key)
        return self.digests[at]

    def text_before(self, wording: Wording, other: str, key: str) -> ProvisionText | None:
        """Return what a provision said in another language when the whole wording was confirmed; None if that is not known."""
        return self._whole_before(wording, other).get(key)

    def last_compared(self, wording: Wording, key: str) -> dict[str, str]:
        """Return the digests with which a provision was compared last, by language; a language with which it never was is left out."""
        return {language: digest for language, digest_for in self.comparisons(wording).items() if (digest := digest_for(key)) is not None}

    def comparisons(self, wording: Wording) -> dict[str, DigestOf]:
        """Return by language how to ask for the digest with which a provision was compared last; None if it never was."""
        return {other.language: self._comparison(wording, other.language) for other in others_of(wording, self.wordings)}

    def _comparison(self, wording: Wording, language: str) -> DigestOf:
        confirmation, singles = self.confirmations.get(wording.id), self.compared.get(wording.id, {})
        if confirmation and confirmation.compared.get(language) == self.whole[language]:
            return lambda key: self.digest(language, key)
        before = self._whole_before(wording, language)

        def digest(key: str) -> str | None:
            if key in singles:
                return singles[key].others.get(language)
            return digest_in(before, key) if before else None

        return digest

    def _whole_before(self, wording: Wording, language: str) -> Texts:
        at = (wording.id, language)
        if at not in self.before_texts:
            text = self.before.get(wording.id, {}).get(language)
            self.before_texts[at] = texts_of(text.title, text.body, text.blocks) if text else {}
        return self.before_texts[at]


def state_of(draft: DraftTexts, language: str) -> LanguageState:
    """Return how a language stands; one without a text lacks every provision of the authentic ones."""
    wording = draft.wording(language)
    if wording is None:
        authentic = {key for other in draft.wordings if other.status == WordingStatus.AUTHENTIC for key in draft.texts[other.language]}
        lacking = [ProvisionState(key, (), is_missing=True, is_extra=False, is_revised=False) for key in draft.keys if key in authentic]
        return LanguageState(language, "", lacking, asks_whole=False)
    others = others_of(wording, draft.wordings)
    own, authentic = draft.texts[language], {key for other in others for key in draft.texts[other.language]}
    comparisons = draft.comparisons(wording)
    provisions = [
        _provision(draft, wording, key, comparisons, is_extra=bool(others) and key not in authentic)
        for key in draft.keys
        if key in own or key in authentic
    ]
    asked = language in to_confirm(draft.edition, draft.wordings, draft.confirmations)
    return LanguageState(language, wording.status, provisions, asks_whole=asked and not any(provision.stale for provision in provisions))


def _provision(draft: DraftTexts, wording: Wording, key: str, comparisons: Mapping[str, DigestOf], *, is_extra: bool) -> ProvisionState:
    now = {code: draft.digest(code, key) for code in comparisons}
    stale = [] if draft.is_fixed(wording) else [code for code, digest in now.items() if comparisons[code](key) != digest]
    own, single = draft.digest(wording.language, key), draft.compared.get(wording.id, {}).get(key)
    revised = single is not None and single.revised_at is not None and (single.own, single.others) == (own, now)
    return ProvisionState(key, stale, is_missing=own == ABSENT, is_extra=is_extra, is_revised=revised)
