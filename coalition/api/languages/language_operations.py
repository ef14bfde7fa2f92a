"""The operations on provisions in all languages, on languages and on glossaries."""

from __future__ import annotations

from coalition.api.languages import models as languages
from coalition.api.operation import Operation
from coalition.drafting.glossary import TermForm
from coalition.drafting.language_people import LanguagePeopleForm
from coalition.memoranda.errors import ChangedMeanwhile, TextFrozen, WasAbandoned, WordingMissing

LANGUAGES = {
    "api.glossary.list": Operation("forums", "List the glossary of a forum", languages.GlossaryPage, query=languages.PartOfGlossary),
    "api.glossary.create": Operation(
        "forums",
        "Add a term to the glossary of a forum",
        languages.GlossaryTerm,
        TermForm,
        description="Several words for the same thing stand in one rendering with semicolons between them.",
    ),
    "api.term.update": Operation(
        "forums",
        "Change a term of the glossary of a forum",
        languages.GlossaryTerm,
        TermForm,
        description="Renderings that are not given are removed.",
    ),
    "api.term.remove": Operation(
        "forums", "Remove a term from the glossary of a forum", languages.GlossaryTerm, description="The answer is the term as it was."
    ),
    "api.provisions.list": Operation(
        "memoranda",
        "List the provisions in all languages",
        languages.Provisions,
        withdrawable=True,
        description="Of the draft for whoever works on it, with the languages in which a provision has to be compared again.",
    ),
    "api.provision_confirmation.create": Operation(
        "memoranda",
        "Confirm that a provision says the same in a language",
        languages.Provisions,
        languages.ProvisionConfirmation,
        rules=(WasAbandoned, TextFrozen, WordingMissing, ChangedMeanwhile),
        description="As in the authentic languages of `digests`, else as in all of them. Once no provision is stale, the language is confirmed.",
    ),
    "api.languages.list": Operation("memoranda", "List how the languages of a draft stand", languages.LanguagesOfDraft),
    "api.language.update": Operation(
        "memoranda",
        "Choose who translates and who revises a language",
        languages.LanguagesOfDraft,
        LanguagePeopleForm,
        description="They have to work on the memorandum. A person may do both.",
    ),
}
