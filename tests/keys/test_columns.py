"""An encrypted value can be read in its place only, and not at all once a bit of it is changed."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.keys import EncryptedColumn, KeyringUnusable
from coalition.mail.tables import CONTENT, Letter
from coalition.notices.tables import Subscription

OTHER_COLUMN = EncryptedColumn(Letter, Letter.error, row=Letter.message_id)
OTHER_TABLE = EncryptedColumn(Subscription, Subscription.email, row=Subscription.token_hash)


@pytest.fixture(autouse=True)
def folder(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("COALITION_DATA_DIR", str(tmp_path_factory.mktemp("data")))


def test_what_is_encrypted_is_decrypted_and_never_looks_the_same_twice():
    @given(st.text(), st.text())
    def holds(value, row):
        first, second = CONTENT.encrypt(value, row), CONTENT.encrypt(value, row)
        assert CONTENT.decrypt(first, row) == CONTENT.decrypt(second, row) == value
        assert (first == second) == (value == "")
        assert len(value) < 4 or value not in first

    holds()


def check_place() -> None:
    """A ciphertext that was moved to another row, column or table is refused; so are rows whose joined names are equal."""
    value = CONTENT.encrypt("secret", "row")
    for column, row in ((CONTENT, "other"), (OTHER_COLUMN, "row"), (OTHER_TABLE, "row"), (CONTENT, "row ")):
        with pytest.raises(KeyringUnusable, match="belongs to another row"):
            column.decrypt(value, row)


def test_a_value_is_bound_to_its_place():
    check_place()


def test_a_build_that_binds_nothing_is_caught(monkeypatch):
    monkeypatch.setattr(EncryptedColumn, "_place", lambda *_: b"")
    with pytest.raises(pytest.fail.Exception):
        check_place()


def test_each_changed_bit_is_noticed():
    value = CONTENT.encrypt("a letter", "row")
    key_id, _, encoded = value.partition(".")
    sealed = urlsafe_b64decode(encoded)
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KeyringUnusable):
            CONTENT.decrypt(f"{key_id}.{urlsafe_b64encode(bytes(changed)).decode()}", "row")


@pytest.mark.parametrize("value", ["in clear", "0.x", ".", "Dear Ben, here is your link.", "ffffffff.AAAA"])
def test_what_was_never_encrypted_is_refused(value):
    with pytest.raises(KeyringUnusable):
        CONTENT.decrypt(value, "row")


@pytest.mark.parametrize("end", ["", "A", "AAAA", "!!!!", "é"])
def test_a_ciphertext_that_was_cut_is_refused(end):
    key_id = CONTENT.encrypt("x", "row").partition(".")[0]
    with pytest.raises(KeyringUnusable):
        CONTENT.decrypt(f"{key_id}.{end}", "row")
