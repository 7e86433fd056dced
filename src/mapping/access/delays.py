"""How long one waits after slips: counted for a login from an address, so that nobody can lock another out from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

FREE = 5
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)


def wait(slips: int, last: datetime, now: datetime) -> timedelta:
    """Nothing for the first five slips; then 1, 2, 4 s and so on, at most 15 minutes, from the last slip on."""
    if slips < FREE:
        return timedelta(0)
    whole = min(LONGEST, timedelta(seconds=2 ** min(slips - FREE, 16)))
    return max(timedelta(0), whole - (now - last))


def counted_as(peer: str) -> str:
    """Whose slips are counted together: an address; of IPv6 its network of 64 bits, all of which one machine may have."""
    try:
        found = ip_address(peer)
    except ValueError:
        return peer[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))
