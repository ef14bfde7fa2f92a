"""The attempts to send a letter: each is a job of its own."""


def attempt_key(letter_id: int, failures: int) -> str:
    """Return the `dedupe_key` of the job that sends a letter after some failures."""
    return f"letter:{letter_id}:{failures}" if failures else f"letter:{letter_id}"
