"""Reading pages of other websites; the HTTP client is imported at the first use."""

from __future__ import annotations


def host_of(address: str) -> str:
    """Return the host of a web address in ASCII; raises AddressRefused if it may not be fetched."""
    from coalition.fetching import client

    return client.host_of(address)


async def fetch_text(address: str) -> str:
    """Return the text at an address, its first 256 KiB, within five seconds; raises FetchFailed."""
    from coalition.fetching import client

    return await client.fetch_text(address)
