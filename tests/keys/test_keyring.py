"""The keyring: a file that is made once, never overwritten, read by its owner only, and without which nothing starts in production."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from coalition.keys import keyring as module
from coalition.keys.keyring import KeyringExists, KeyringUnusable, check_keyring, keyring, make_keyring, path, replace_keyring, with_new_key

PRODUCTION = {
    "COALITION_ENVIRONMENT": "production",
    "COALITION_SECRET_KEY": "x" * 40,
    "COALITION_BASE_URL": "https://memo.example.org",
    "COALITION_SMTP_URL": "smtp://localhost",
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COALITION_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def production(monkeypatch):
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)


def test_development_makes_the_keyring_for_its_owner_alone(folder):
    first = keyring()

    assert (list(folder.iterdir()), stat.S_IMODE(path().stat().st_mode)) == ([folder / "keyring"], 0o600)
    assert (keyring(), list(first.keys), len(first.keys[first.current])) == (first, [first.current], 32)


def test_of_many_that_begin_at_once_one_makes_it():
    with ThreadPoolExecutor(16) as pool:
        rings = list(pool.map(lambda _: make_keyring(unless_there=True).current, range(64)))

    assert set(rings) == {keyring().current}


def test_it_is_never_overwritten():
    first = make_keyring()
    with pytest.raises(KeyringExists):
        make_keyring()

    assert keyring() == first


@pytest.mark.usefixtures("production")
def test_production_does_not_start_without_it(folder):
    with pytest.raises(KeyringUnusable, match="is missing"):
        check_keyring()

    assert not folder.exists()


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_production_does_not_start_if_others_may_read_it(mode):
    make_keyring()
    assert check_keyring()
    path().chmod(mode)
    with pytest.raises(KeyringUnusable, match="chmod 600"):
        check_keyring()


def test_the_setting_names_another_file(tmp_path, monkeypatch):
    monkeypatch.setenv("COALITION_KEYRING_FILE", str(tmp_path / "elsewhere" / "keys.json"))

    assert make_keyring() == keyring()
    assert (tmp_path / "elsewhere" / "keys.json").exists()


def _written(current="0a0a0a0a", keys=None):
    return json.dumps({"current": current, "keys": keys or {}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"current": 1}',
        _written(),
        _written(keys={"0a0a0a0a": "short"}),
        _written(keys={"0a0a0a0a": "AAAA"}),
        _written(keys={"0b0b0b0b": "A" * 43 + "="}),
        "\u00e9",
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence_and_left_alone(text, folder):
    folder.mkdir()
    path().write_text(text)
    with pytest.raises(KeyringUnusable, match="damaged"):
        check_keyring()

    assert path().read_text() == text


def test_a_folder_in_its_place_is_refused_with_a_sentence(folder):
    (folder / "keyring").mkdir(parents=True)
    with pytest.raises(KeyringUnusable, match="cannot be read"):
        check_keyring()


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(folder):
    folder.write_text("a file where the folder should be")
    with pytest.raises(KeyringUnusable, match=r"cannot be (read|written)"):
        check_keyring()


def test_a_changed_file_is_read_again():
    first = keyring()
    replace_keyring(with_new_key(first))

    assert set(keyring().keys) == {first.current, keyring().current}
    assert keyring().current != first.current


def test_a_failed_replacement_leaves_the_old_keys(monkeypatch, folder):
    first = keyring()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyringUnusable, match="No space left"):
        replace_keyring(with_new_key(first))
    monkeypatch.undo()
    monkeypatch.setenv("COALITION_DATA_DIR", str(folder))

    assert (keyring(), list(folder.iterdir())) == (first, [folder / "keyring"])


def test_an_unknown_key_is_named():
    with pytest.raises(KeyringUnusable, match="lacks the key 99999999"):
        module.keyring().key("99999999")
