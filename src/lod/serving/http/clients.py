"""Who asks: an address to take turns by and to log, never to trust."""

import ipaddress
from collections.abc import Mapping
from typing import Any

_LONGEST = 64


class Clients:
    """Names clients.

    :param header: the header in which a trusted proxy gives the address; without one it's the
        connection's. Of a list, as in X-Forwarded-For, the last is the proxy's own word.
    """

    def __init__(self, header: str | None) -> None:
        self._header = header.lower().encode() if header else None

    def header_in(self, headers: Mapping[bytes, bytes]) -> str | None:
        """Give the address that the proxy's header has; None without a header or a proxy."""
        given = headers.get(self._header) if self._header else None
        if given is None:
            return None
        return given.decode("latin-1").rpartition(",")[2].strip()[:_LONGEST]

    def address(self, scope: Mapping[str, Any]) -> str:
        """Give the address in an ASGI scope, as it came."""
        given = self.header_in(dict(scope["headers"])) if self._header else None
        return given if given is not None else (scope.get("client") or ("",))[0]

    def name(self, scope: Mapping[str, Any]) -> str:
        """Give what counts as one client: an IPv4 address, or an IPv6 network of 64 bits."""
        address = self.address(scope)
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return address
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped  # of a socket for both, where all would be one network
        if found.version == 4:
            return str(found)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
