"""Templates of pages, letters and feeds, one environment a language."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from babel.lists import format_list
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from coalition import languages, resources
from coalition.addresses import url_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum
    from types import CodeType

    from jinja2.bccache import Bucket


def render(template: str, language: str, /, **context: Any) -> str:
    """Render `templates/<template>` in an interface language; a name the context lacks is an error."""
    return environment(language).get_template(template).render(context)


def component(name: str, language: str, /, *values: Any, **named: Any) -> Markup:
    """Render a macro in an interface language; `memoranda/text` is the macro `text` of `templates/components/memoranda/text.html`."""
    module = environment(language).get_template(f"components/{name}.html").module
    return getattr(module, name.rpartition("/")[2])(*values, **named)  # type: ignore[no-any-return]  # a macro of a template that escapes


# Compiled code holds for the version of Jinja and for the options and filters that are set in this module.
_MADE_BY = hashlib.sha256(jinja2.__version__.encode() + Path(__file__).read_bytes()).hexdigest()[:10]


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates compiled once for all languages, and kept in a folder as Python keeps its modules, where it may be written to."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, made if it is not there."""
        self.codes: dict[str, CodeType] = {}
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        super().__init__(str(folder), f"jinja2-{_MADE_BY}-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, of this process or of an earlier one."""
        bucket.code = self.codes.get(bucket.key)
        if bucket.code is None:
            try:
                super().load_bytecode(bucket)
            except Exception:  # noqa: BLE001 -- a torn file may raise anything while it is read; the template is compiled anew
                bucket.reset()
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that was compiled."""
        self._keep(bucket)
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code:
            self.codes[bucket.key] = bucket.code


_COMPILED = CompiledTemplates(resources.TEMPLATES / "__pycache__")


@cache
def environment(language: str) -> Environment:
    """Return the environment whose sentences, dates, names and addresses are in one language."""
    made = Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        autoescape=select_autoescape(disabled_extensions=("txt", "md"), default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        optimized=False,  # what is computed while compiling would be in the language that came first
    )
    catalog = languages.translations(language)
    made.install_gettext_callables(catalog.gettext, catalog.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    made.globals.update(
        language=language,
        direction=languages.direction(language),
        static_url=static_url,
        url_for=lambda name, **params: url_for(name, **({"lang": language} | params)),
    )
    made.filters.update(_filters(language))
    return made


def _filters(language: str) -> Mapping[str, Any]:
    return {
        "date": lambda value: languages.date_text(value, language),
        "period": lambda starts, ends: languages.period_text(starts, ends, language),
        "country": lambda code: languages.country_name(code, language),
        "language_name": lambda code: languages.language_name(code, language),
        "own_language_name": languages.own_language_name,
        "listed": lambda items: format_list(list(items), locale=languages.locale(language)),
        "dir_of": languages.direction,
        "num": lambda value: f"{value:,}".replace(",", "\N{NO-BREAK SPACE}"),
        "kind": lambda value: word_for(value).text(language),
        "say": lambda message: message.text(language),
        "escaped_at_once": escaped_at_once,
        "spaced_digest": lambda digest: " ".join(digest[at : at + 4] for at in range(0, len(digest), 4)),
    }


def escaped_at_once(texts: Sequence[str]) -> Sequence[str]:
    """Return plain texts as HTML: together in one piece, which takes a fraction of the time of one by one."""
    found = str(escape("\x00".join(texts))).split("\x00")
    return found if len(found) == len(texts) else [str(escape(text)) for text in texts]


def word_for(value: StrEnum) -> languages.Message:
    """Return the translatable word of a state, kind or role (its enum names it in `word`)."""
    return value.word  # type: ignore[attr-defined, no-any-return]  # every shown enum derives from coalition.words.Word


@cache
def static_name(name: str) -> str:
    """Return a static file's name with a hash of its content, so that it may be cached for ever."""
    digest = hashlib.sha256((resources.STATIC / name).read_bytes()).hexdigest()[:10]
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{digest}.{suffix}"


def static_url(name: str) -> str:
    """Return the address of a static file."""
    return url_for("public.static.show", file=static_name(name))
