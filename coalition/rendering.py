"""Rendering templates of pages, letters and feeds; there is one Jinja environment for each language."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import jinja2
from babel.lists import format_list
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context, pass_environment, select_autoescape
from jinja2.filters import make_attrgetter
from markupsafe import Markup, escape

from coalition import directions, form_marks, languages, parts_of_pages, resources
from coalition.addresses import url_for
from coalition.collation import in_order
from coalition.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, MutableMapping, Sequence
    from enum import StrEnum
    from types import CodeType

    from jinja2.bccache import Bucket
    from jinja2.runtime import Context, Macro


def render(template: str, language: str, /, **context: Any) -> str:
    """Render `templates/<template>` in an interface language; a name that is missing in the context is an error."""
    return environment(language).get_template(template).render(context)


def component(name: str, language: str, /, *values: Any, **named: Any) -> Markup:
    """Render a macro in an interface language; `memoranda/text` is the macro `text` of `templates/components/memoranda/text.html`."""
    module = environment(language).get_template(f"components/{name}.html").module
    return getattr(module, name.rpartition("/")[2])(*values, **named)  # type: ignore[no-any-return]  # a macro of a template that escapes


# Compiled templates depend on the version of Jinja and on the options and filters of this module.
_COMPILER_VERSION = hashlib.sha256(jinja2.__version__.encode() + Path(__file__).read_bytes()).hexdigest()[:10]


class CompiledTemplates(FileSystemBytecodeCache):
    """A cache of compiled templates for all languages: in memory, and in a folder if it is writable."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if needed."""
        self.codes: dict[str, CodeType] = {}
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        super().__init__(str(folder), f"jinja2-{_COMPILER_VERSION}-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled code from memory, else from the folder."""
        bucket.code = self.codes.get(bucket.key)
        if bucket.code is None:
            try:
                super().load_bytecode(bucket)
            except Exception:  # noqa: BLE001 -- a damaged file may raise any error; then the template is compiled again
                bucket.reset()
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled code in memory and in the folder."""
        self._remember(bucket)
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code:
            self.codes[bucket.key] = bucket.code


_COMPILED = CompiledTemplates(resources.TEMPLATES / "__pycache__")


class _Environment(Environment):
    """An environment whose templates share one table of globals: a chain of tables is asked name by name at every import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of the environment, for a template that has none of its own."""
        return super().make_globals(d) if d else self.globals


@cache
def environment(language: str) -> Environment:
    """Return the environment of a language: for its sentences, dates, names and addresses."""
    jinja_environment = _Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        autoescape=select_autoescape(disabled_extensions=("txt", "md"), default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        optimized=False,  # constant expressions would be computed once, in the language that compiles first
    )
    catalog = languages.translations(language)
    jinja_environment.install_gettext_callables(catalog.gettext, catalog.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    sentence = _sentence_once(cast("Callable[..., str]", jinja_environment.globals["gettext"]))
    jinja_environment.globals |= {"_": sentence, "gettext": sentence}
    jinja_environment.globals.update(
        ngettext=_with_number_text(cast("Callable[..., str]", jinja_environment.globals["ngettext"])),
        language=language,
        direction=directions.direction(language),
        comma=languages.comma(language),
        comma_of=languages.comma,
        static_url=static_url,
        url_for=partial(url_for, lang=language),
        begin_part=parts_of_pages.begin_part,
        end_part=parts_of_pages.end_part,
        typed_text=parts_of_pages.typed_text,
        chosen_option=parts_of_pages.chosen_option,
        is_ticked=parts_of_pages.is_ticked,
        number_typed=parts_of_pages.number_typed,
        carried_parts=parts_of_pages.carried_parts,
        new_mark=form_marks.new_mark,
    )
    jinja_environment.filters.update(_filters(language))
    return jinja_environment


def _sentence_once(gettext: Callable[..., str]) -> Callable[..., str]:
    """Return what translates a sentence of a template; one without places is translated once for all pages, which have hundreds."""
    known: dict[tuple[str, bool], str] = {}

    @pass_context
    def translated(context: Context, sentence: str, /, **places: Any) -> str:
        if places:
            return gettext(context, sentence, **places)
        key = (sentence, bool(context.eval_ctx.autoescape))
        if key not in known:
            known[key] = gettext(context, sentence)
        return known[key]

    return translated


def _with_number_text(ngettext: Callable[..., str]) -> Callable[..., str]:
    """Return what chooses the form of a sentence, with its number written as all numbers are."""

    @pass_context
    def in_form(context: Context, one: str, many: str, number: int, **places: Any) -> str:
        return ngettext(context, one, many, number, **({"num": languages.number_text(number)} | places))

    return in_form


def _filters(language: str) -> Mapping[str, Any]:
    return {
        "date": lambda value: languages.date_text(value, language),
        "time": lambda value: f"{value:%H:%M} UTC",
        "until": lambda value: languages.until_text(value, language),
        "period": lambda starts, ends: languages.period_text(starts, ends, language),
        "country": lambda code: languages.country_name(code, language),
        "language_name": lambda code: languages.language_name(code, language),
        "own_language_name": languages.own_language_name,
        "listed": lambda items: format_list(list(items), locale=languages.locale(language)),
        "in_order": pass_environment(lambda environment, items, name: in_order(items, language, make_attrgetter(environment, name))),
        "dir_of": directions.direction,
        "pieces": directions.pieces,
        "stays_whole": directions.stays_whole,
        "title_in_sentence": lambda title: directions.isolated(title[1], title[0], language),
        "in_sentence": lambda name: directions.in_sentence(name, language),
        "in_reading_order": lambda text: directions.ordered(text, language),
        "ordered": lambda value: directions.Ordered(value).within(language),
        "num": languages.number_text,
        "kind": lambda value: word_for(value).text(language),
        "say": lambda message: message.text(language),
        "escaped_at_once": escaped_at_once,
        "remembered": lambda macro, *values: _rendered(language, macro, *values),
        "spaced_digest": lambda digest: " ".join(digest[at : at + 4] for at in range(0, len(digest), 4)),
    }


@remembered
def _rendered(_language: str, macro: Macro, *values: Hashable) -> str:
    """Return the Markup that a macro makes of values in the language of its environment; it must use nothing else."""
    return macro(*values)


def escaped_at_once(texts: Sequence[str]) -> Sequence[str]:
    """Return texts escaped for HTML; one call for all texts is much faster than one call for each."""
    escaped = str(escape("\x00".join(texts))).split("\x00")
    return escaped if len(escaped) == len(texts) else [str(escape(text)) for text in texts]


def word_for(value: StrEnum) -> languages.Message:
    """Return the translatable word of a state, kind or role."""
    return value.word  # type: ignore[attr-defined, no-any-return]  # every shown enum derives from coalition.words.Word


@cache
def static_name(name: str) -> str:
    """Return the name of a static file with a hash of its content, so that browsers may cache it without a time limit."""
    digest = hashlib.sha256((resources.STATIC / name).read_bytes()).hexdigest()[:10]
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{digest}.{suffix}"


def static_url(name: str) -> str:
    """Return the address of a static file."""
    return url_for("public.static.show", file=static_name(name))
