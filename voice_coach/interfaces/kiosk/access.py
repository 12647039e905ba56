"""Access: who may reach the kiosk: this machine alone, or a network with a token and TLS; no other page's script."""

from __future__ import annotations

import hmac
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Final

from voice_coach.errors import BadInput
from voice_coach.interfaces.kiosk.settings import PORT

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

SHORTEST_TOKEN: Final = 16
"""Letters of a token; `python3 -c "import secrets; print(secrets.token_urlsafe(24))"` makes one of 32."""

TOKEN: Final = "voice_coach_token"
BROWSER: Final = "voice_coach_browser"
"""Cookies: that the token was shown, and which browser it is."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the kiosk listens, and what it asks of whoever comes."""

    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = None
    """What must be shown once, as `?token=`; None: nothing."""

    certificate: Path | None = None
    key: Path | None = None
    """PEM files; both or none."""

    names: frozenset[str] = LOOPBACK
    """Host names by which the kiosk may be called, in lower case. Any address in figures may be used as well."""

    @property
    def secure(self) -> bool:
        """True with TLS."""
        return self.certificate is not None

    def welcomes(self, host: str | None) -> bool:
        """True for a Host header that means this kiosk: nobody else's name that was made to point here."""
        name = host_name(host or "")
        if name is None:
            return False
        return name in self.names or (not self.names <= LOOPBACK and _is_address(name))

    def same_origin(self, origin: str | None, host: str | None) -> bool:
        """True when the page that asks came from this very server."""
        scheme = "https" if self.secure else "http"
        return bool(origin and host) and origin == f"{scheme}://{host}"

    def knows(self, token: str | None) -> bool:
        """True for the right token, or where none is needed; takes as long for any other."""
        if self.token is None:
            return True
        return token is not None and hmac.compare_digest(token.encode(), self.token.encode())


def open_access(
    host: str,
    port: int,
    *,
    token: str | None = None,
    token_file: Path | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
    names: Iterable[str] = (),
) -> Access:
    """The access that options ask for. Raises `BadInput` for one that would let anybody in."""
    token = _token(token, token_file)
    if (certificate is None) != (key is None):
        raise BadInput("--tls-cert and --tls-key go together: give both, or none for this machine alone")
    if certificate is not None and key is not None:
        _try_certificate(certificate, key)
    known = frozenset(name.strip().lower() for name in names)
    if is_loopback(host):
        return Access(host, port, token, certificate, key, LOOPBACK | known)
    if token is None or certificate is None:
        raise BadInput(
            f"--host {host} opens the kiosk to a network: give --token-file FILE, --tls-cert FILE and --tls-key FILE "
            "as well, or leave --host out"
        )
    own = {socket.gethostname().lower(), socket.getfqdn().lower(), f"{socket.gethostname().lower()}.local"}
    return Access(host, port, token, certificate, key, LOOPBACK | known | own)


def is_loopback(host: str) -> bool:
    """True for a name or address of this machine that no other can reach."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str | None:
    """The name in a Host header, without its port, in lower case; None when it is none."""
    if host.startswith("["):
        name, bracket, port = host[1:].partition("]")
        port = port.removeprefix(":") if port.startswith(":") else port and "?"
    else:
        name, colon, port = host.partition(":")
        bracket = "]"
        port = port if colon else ""
    if not name or not bracket or (port and not (port.isascii() and port.isdecimal())):
        return None
    return name.lower()


def cookie(header: str | None, name: str) -> str | None:
    """A cookie's value, None without it."""
    try:
        found = SimpleCookie(header or "").get(name)
    except CookieError:
        return None
    return found.value if found is not None else None


def policy(host: str, *, secure: bool) -> str:
    """The Content-Security-Policy: nothing but what this server serves, and the WebSocket to it."""
    socket_scheme = "wss" if secure else "ws"
    return "; ".join([
        "default-src 'none'", "script-src 'self'", "worker-src 'self'", "style-src 'self'", "img-src 'self'",
        "font-src 'self'", "media-src 'self' blob:", f"connect-src 'self' {socket_scheme}://{host}",
        "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ])  # fmt: skip


def _token(token: str | None, file: Path | None) -> str | None:
    if token is not None and file is not None:
        raise BadInput("--token and --token-file are the same thing twice: give one of them")
    if file is not None:
        try:
            token = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise BadInput(f"the token file {file} cannot be read: check its path and its rights") from None
    if token is not None and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        raise BadInput(
            f"a token has at least {SHORTEST_TOKEN} plain letters or digits: make one with "
            '`python3 -c "import secrets; print(secrets.token_urlsafe(24))"`'
        )
    return token


def _try_certificate(certificate: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError):
        raise BadInput(
            f"{certificate} and {key} are no certificate and its key: give PEM files that belong together"
        ) from None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return "%" not in name  # behind it anything may stand
