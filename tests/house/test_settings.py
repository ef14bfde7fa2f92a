"""Every setting stands in the table of docs/operations.md, with the value it has when nobody sets it, and no other."""

from __future__ import annotations

import re

from pydantic import SecretStr

from coalition.settings import Settings
from tests.house.tree import ROOT, modules, name_of

ROW = re.compile(r"^\| `COALITION_(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def documented(text: str) -> dict[str, str]:
    return {name.lower(): default.strip("`") for name, default, _ in ROW.findall(text)}


def in_code() -> dict[str, str]:
    return {name: default_text(field.default) for name, field in Settings.model_fields.items()}


def default_text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value) or "none"
    if isinstance(value, SecretStr):
        return value.get_secret_value() or "none"
    return "none" if value is None else str(value) or "none"


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert documented((ROOT / "docs/operations.md").read_text()) == in_code()


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_a_row_is_read_as_it_is_written() -> None:
    assert documented("| setting | default | meaning |\n|---|---|---|\n| `COALITION_MAIL_FROM` | `me@x` | Sender. |\n") == {"mail_from": "me@x"}


def test_the_environment_is_read_in_one_place() -> None:
    readers = [name_of(path) for path in modules() if re.search(r"os\.(?:environ\b(?!\[\"PICCOLO_CONF\"\])|getenv)", path.read_text())]
    assert readers == ["coalition/settings.py"]
