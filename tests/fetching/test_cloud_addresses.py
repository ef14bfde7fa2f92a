"""Addresses at which clouds serve secrets to their machines are never fetched, however they are written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest

from coalition.fetching import client

CLOUDS = ("168.63.129.16", "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.0.1", "100.100.100.200", "192.0.0.192")
OWN = ("fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fe80::a9fe:a9fe", "::1", "fe80::1%eth0")


def forms_of(address: str) -> list[str]:
    """Return an IPv4 address inside the IPv6 addresses that lead to it: mapped, compatible, NAT64, 6to4, Teredo, ISATAP."""
    number = int(IPv4Address(address))
    six = (
        (0xFFFF << 32) | number,
        number,
        (0x64FF9B << 96) | number,
        (0x64FF9B0001 << 80) | number,
        (0x2002 << 112) | (number << 80),
        (0x20010000 << 96) | (number ^ 0xFFFFFFFF),
        (0x20010000 << 96) | (number << 64),
        (0xFE80 << 112) | (0x00005EFE << 32) | number,
    )
    return [str(IPv6Address(form)) for form in six]


REFUSED = [*CLOUDS, *OWN, *(form for address in CLOUDS for form in forms_of(address))]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_inside_a_cloud_is_not_public(address):
    assert not client.is_public(address)


def test_a_build_without_the_list_takes_one_of_them_for_public(monkeypatch):
    monkeypatch.setattr(client, "_SPECIAL_4", client._SPECIAL_4[:-1])
    assert [address for address in REFUSED if client.is_public(address)] == ["168.63.129.16"]


@pytest.mark.parametrize("address", ["168.63.129.15", "168.63.129.17", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_its_neighbours_are_public(address):
    assert client.is_public(address)
