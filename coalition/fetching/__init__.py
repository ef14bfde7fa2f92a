"""Reading pages of others; `client`, the one way out, is loaded when it is first needed."""

from __future__ import annotations


def host_of(address: str) -> str:
    """Return the host of a web address that may be fetched, in ASCII; raises AddressRefused."""
    from coalition.fetching import client

    return client.host_of(address)


async def fetch_text(address: str) -> str:
    """Return the text at an address, its first 256 KiB, within five seconds; raises FetchFailed."""
    from coalition.fetching import client

    return await client.fetch_text(address)
