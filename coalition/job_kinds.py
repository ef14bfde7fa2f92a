"""Every kind of queued work, known to the worker once this module is imported."""

from __future__ import annotations

from importlib import import_module

HANDLERS = (
    "exchange.importing",
    "exchange.mailing",
    "exchange.recording_signatories",
    "mail.sending",
    "memoranda.opening",
    "notices.subscribing",
    "signatures.acceding",
    "signatures.confirming",
    "signatures.disclosing",
    "signatures.effect",
    "signatures.rectifying",
)

for handler in HANDLERS:
    import_module(f"coalition.{handler}")
