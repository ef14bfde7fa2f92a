"""Limits on guessing passwords: one for each account, one for each network, and none on those who know their password.

After twenty wrong passwords in ten minutes an account takes no password for a while, wherever they came from; a link by letter still signs
its owner in. After twenty from one network, that network has three tries left for each account: whoever shares the network with a guesser
can still sign in. Right passwords do not count. Unknown addresses count like known ones.
"""

from __future__ import annotations

from coalition.web.limits import Limit

_at_account = Limit(20, 600)
_from_network = Limit(20, 600)
_from_network_at_account = Limit(3, 600)


def may_try_password(email: str, network: str) -> bool:
    """Return whether a password for an account is checked; if so it counts as wrong until `password_was_right`.

    It counts before it is checked, because checking takes long, and many are sent at the same time.
    """
    if _at_account.is_reached(email):
        return False
    if _from_network.is_reached(network) and _from_network_at_account.is_reached(_both(email, network)):
        return False
    _at_account.count(email)
    _from_network.count(network)
    _from_network_at_account.count(_both(email, network))
    return True


def password_was_right(email: str, network: str) -> None:
    """Take back what was counted for a password."""
    _at_account.take_back(email)
    _from_network.take_back(network)
    _from_network_at_account.take_back(_both(email, network))


def _both(email: str, network: str) -> str:
    return f"{network} {email}"
