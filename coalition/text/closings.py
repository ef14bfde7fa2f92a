"""The closing formula of a text, such as "Done at Kyiv on 17 February 2013 in two originals": no part of the provision before it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LONGEST = 300
# Words with a place or a day after them, and a number somewhere in the paragraph.
_DONE = (
    r"(?i:done (?:at|in|on|this)|fait à|hecho en|geschehen (?:zu|in)|совершено (?:в|во)|вчинено (?:в|у)|учинено (?:в|у)|"
    r"utferdiget i|utfärdat i|udfærdiget i|حررت? (?:في |ب))"
    r"|(?i:signed|adopted) (?:at|in) [A-Z]|(?i:signé|adopté) à [A-ZÉ]|(?i:firmado|adoptado) en [A-Z]"
    r"|(?i:подписано|составлено|принято|підписано|укладено|прийнято) (?:в|во|у) (?:г\. ?|городе |м\. ?|місті )?[А-ЯІЇЄ]"
    r"|(?i:undertegnet|underskrevet|vedtatt|undertecknat|undertecknad|antagen) i [A-ZÆØÅÄÖ]"
)
# Formulas that announce the signatures.
_IN_WITNESS = (
    r"(?i:in (?:witness|faith) whereof|en foi de quoi|en témoignage de quoi|en fe de lo cual|en testimonio de lo cual|zu urkund dessen|"
    r"в (?:удостоверение|подтверждение) (?:чего|вышеизложенного|этого)|на (?:посвідчення|підтвердження) чого|"
    r"til bekreftelse (?:på|av) dette|til bekræftelse heraf|till bekräftelse härav|"
    r"و?(?:إثباتا|اثباتا|إشهادا|اشهادا|توكيدا) (?:لذلك|على ذلك|لما تقدم))"
)
_MARKS = "*_ \t"


@cache
def _formula() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_DONE})(?=.{{0,{_LONGEST}}}\d)|{_IN_WITNESS})", re.DOTALL)


def is_closing(text: str) -> bool:
    """Whether a paragraph begins as a closing formula does; Arabic is compared without vowel signs."""
    begun = unicodedata.normalize("NFC", text[: 2 * _LONGEST].lstrip(_MARKS))
    plain = "".join(character for character in begun if unicodedata.category(character) != "Mn" and character != "\u0640")
    return _formula().match(plain) is not None


def has_closing(markdown: str) -> bool:
    """Whether one of the paragraphs of a block, after the first, is a closing formula: older rules read it as a part of the provision."""
    return any(map(is_closing, markdown.split("\n\n")[1:]))
