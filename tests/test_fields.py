"""What may be typed, and how a form says what does not fit."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from coalition import fields
from coalition.fields import EmailAddress, Form, InvalidForm, Line, Name, OptionalCountry, OptionalDate, OptionalDay, Paragraphs, Slug, Website
from coalition.languages import Message
from coalition.organisations.forms import OrganisationForm
from coalition.partial_dates import PartialDate
from tests.mutants import mutated


class Sample(Form):
    name: Name
    text: Paragraphs = ""
    slug: Slug = "a"
    country: OptionalCountry = None
    on: OptionalDate = None
    day: OptionalDay = None
    note: Line = ""
    email: EmailAddress = "ada@example.org"
    website: Website = "https://example.org"


def problems(**given) -> set[str]:
    try:
        Sample.parse({"name": "Ada"} | given)
    except InvalidForm as invalid:
        return set(invalid.problems)
    return set()


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\u00ad", "\u200b"])
def test_what_nobody_sees_is_cleaned_wherever_it_was_pasted(character):
    sample = Sample.parse({"name": f"A{character}da", "text": f"a\n{character}b", "email": f"a{character}da@example.org", "slug": "a"})
    assert (sample.name, sample.text, sample.email) == ("Ada", "a\nb", "ada@example.org")
    assert problems(name=character) == {"name"}


@pytest.mark.parametrize("pasted", ["A\nda", "A \u2028 da", "A\tda", "A\u00a0da", "A\u000bda", "A\r\n\r\nda"])
def test_breaks_and_spaces_in_a_line_are_one_space(pasted):
    assert Sample.parse({"name": pasted}).name == "A da"


@pytest.mark.parametrize("character", ["\u0000", "\u0007", "\ufffe", "\ufff9", "\U000e0041"])
def test_a_character_that_no_text_may_hold_is_refused_with_its_place(character):
    with pytest.raises(InvalidForm) as refused:
        Sample.parse({"name": f"A{character}da", "text": f"a\n\nb{character}"})

    code = f"(U+{ord(character):04X})"
    assert str(refused.value.problems["name"]) == f"There is a hidden character at position 2 {code}. Delete it."
    assert str(refused.value.problems["text"]) == f"Line 3: there is a hidden character at position 2 {code}. Delete it."
    assert problems(email=f"a{character}da@example.org", website=f"https://example.org/{character}x") == {"email", "website"}


@pytest.mark.parametrize("name", ["Бир Дуйно", "مركز النماء", "می‌خواهم", "Ørsted", "Nederlands Helsinki Comité", "<script>alert(1)</script>"])
def test_name_in_any_script_is_kept_as_text(name):
    assert Sample.parse({"name": name}).name == name


def test_lines_hold_no_line_break_and_paragraphs_do():
    assert Sample.parse({"name": "Ada", "note": "a\nb"}).note == "a b"
    assert Sample.parse({"name": "Ada", "text": "a\r\n\r\nb"}).text == "a\n\nb"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Kyiv 2013"),
        ("slug", "-a"),
        ("country", "XX"),
        ("country", "kz"),
        ("on", "2013-13"),
        ("day", "2026-02-31"),
        ("day", "2026-11-28T00:00"),
        ("day", "٢٠٢٦-١١-٢٨"),
        ("day", "0"),
        ("day", 0),
        ("on", "13-02-2013"),
        ("name", " "),
        ("name", 7),
    ],
)
def test_value_that_does_not_fit_names_its_field(field, value):
    assert problems(**{field: value}) == {field}


def test_unknown_field_is_refused_with_its_name():
    assert problems(extra=1) == {"extra"}


def test_problem_in_a_row_has_its_path():
    with pytest.raises(InvalidForm) as refused:
        OrganisationForm.parse({"slug": "a", "names": [{"language": "en", "name": "A"}, {"language": "zz-zz-zz", "name": "B"}]})

    assert set(refused.value.problems) == {"names/1/language"}


@given(st.text(max_size=400))
def test_any_text_is_taken_or_refused_with_a_sentence(text):
    given_everywhere = {"name": text, "text": text, "slug": text, "on": text}

    assert problems(**given_everywhere) <= set(given_everywhere)


@given(st.dates())
def test_partial_dates_sort_and_span_their_days(day):
    year, month, whole = (PartialDate(day.isoformat()[:length]) for length in (4, 7, 10))

    assert year <= month <= whole
    assert year.first <= month.first <= whole.first == day == whole.last <= month.last <= year.last


def test_text_and_list_that_are_too_long_say_so():
    from coalition.invitations.forms import InvitingForm
    from coalition.signatures.forms import DeclineForm

    for form, typed, sentence in (
        (DeclineForm, {"authority": True, "reason": "x" * 2001}, "At most 2000 characters fit here."),
        (InvitingForm, {"organisations": ["a"] * 1001}, "At most 1000 fit here."),
    ):
        with pytest.raises(InvalidForm) as refused:
            form.parse(typed)
        assert [str(message) for message in refused.value.problems.values()] == [sentence]


class Row(Form):
    missing = {"name": Message("Write the title.")}

    name: Name


class Sheet(Form):
    missing = {"rows": Message("Write a row.")}

    rows: Annotated[list[Row], Field(min_length=1)]
    last: Row | None = None


def said_in(form: type[Form], typed: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        form.parse(typed)
    return {field: str(message) for field, message in refused.value.problems.items()}


def test_a_form_inside_another_says_in_its_own_words_what_is_missing(monkeypatch):
    typed = {"rows": [{"name": "A"}, {"name": ""}, {}], "last": {}}
    sentences = {"rows/1/name": "Write the title.", "rows/2/name": "Write the title.", "last/name": "Write the title."}
    assert said_in(Sheet, typed) == sentences
    assert said_in(Sheet, {"rows": []}) == {"rows": "Write a row."}
    only_outside = mutated(fields, "if (own := form.missing", "return form.missing.get('/'.join(map(str, place)))\n    if (own := form.missing")
    monkeypatch.setattr(fields, "_said_of_missing", only_outside["_said_of_missing"])
    assert said_in(Sheet, typed) != sentences
