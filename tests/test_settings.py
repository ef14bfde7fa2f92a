"""Bad values are refused with a sentence; production starts only when it is safe."""

from __future__ import annotations

import pytest

from coalition.settings import SUPPORTED_LANGUAGES, BadSettings, load

SAFE = {
    "COALITION_ENVIRONMENT": "production",
    "COALITION_SECRET_KEY": "x" * 32,
    "COALITION_BASE_URL": "https://memo.example.org",
    "COALITION_SMTP_URL": "smtps://mail.example.org",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in ("DATABASE_URL", "BASE_URL", "SMTP_URL", "SECRET_KEY", "ENVIRONMENT", "LANGUAGES", "BOUNCE_URL", "BOUNCE_ADDRESS"):
        monkeypatch.delenv(f"COALITION_{name}", raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("BASE_URL", "memo.example.org"),
        ("BASE_URL", "https://memo.example.org/path"),
        ("SMTP_URL", "sendmail"),
        ("BOUNCE_URL", "pop3://reports:x@mail.example.org"),
        ("BOUNCE_URL", "imaps://mail.example.org"),
        ("BOUNCE_URL", "imaps://reports@mail.example.org"),
        ("LANGUAGES", "en,fr"),
        ("LANGUAGES", ""),
        ("ENVIRONMENT", "staging"),
    ],
)
def test_bad_value_is_refused_by_name(name, value, monkeypatch):
    monkeypatch.setenv(f"COALITION_{name}", value)

    with pytest.raises(BadSettings, match=f"COALITION_{name}: "):
        load()


def test_defaults_serve_development():
    settings = load()

    assert (settings.database_url, settings.secure, settings.languages) == ("sqlite:///var/coalition.sqlite", False, SUPPORTED_LANGUAGES)
    assert len(settings.secret_key.get_secret_value()) >= 32
    assert load().secret_key == settings.secret_key


def test_production_starts_when_everything_is_there(monkeypatch):
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)

    assert load().secure


@pytest.mark.parametrize("lacking", [name for name in SAFE if name != "COALITION_ENVIRONMENT"])
def test_production_refuses_to_start_without(lacking, monkeypatch):
    for name, value in SAFE.items():
        if name != lacking:
            monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match=lacking.removeprefix("COALITION_")):
        load()


def test_secret_may_come_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("y" * 40 + "\n")
    monkeypatch.setenv("COALITION_SECRET_KEY_FILE", str(tmp_path / "key"))

    assert load().secret_key.get_secret_value() == "y" * 40
    monkeypatch.setenv("COALITION_SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(BadSettings, match="SECRET_KEY_FILE"):
        load()


def test_settings_cannot_be_changed():
    with pytest.raises(Exception, match="frozen"):
        load().base_url = "https://elsewhere.example.org"


REPORTS = {"COALITION_BOUNCE_URL": "imaps://reports:x@mail.example.org", "COALITION_SECRET_KEY": "x" * 32}


@pytest.mark.parametrize(
    "changed",
    [
        {"COALITION_SECRET_KEY": ""},
        {"COALITION_BOUNCE_ADDRESS": f"{'letters' * 4}@example.org"},
        {"COALITION_BOUNCE_ADDRESS": "письма@example.org"},
        {"COALITION_BOUNCE_ADDRESS": "letters"},
        SAFE | {"COALITION_BOUNCE_URL": "imap://reports:x@mail.example.org"},
    ],
)
def test_a_mailbox_for_reports_that_cannot_work_is_refused(changed, monkeypatch):
    for name, value in (REPORTS | changed).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings):
        load()


def test_a_mailbox_for_reports_on_the_same_machine_needs_no_encryption(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("imap://reports:x@127.0.0.1/Reports\n")
    for name, value in (SAFE | {"COALITION_BOUNCE_URL_FILE": str(tmp_path / "url")}).items():
        monkeypatch.setenv(name, value)

    assert load().bounce_url == "imap://reports:x@127.0.0.1/Reports"
    assert load().bounce_sender == "coalition@localhost"
