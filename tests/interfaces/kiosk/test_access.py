"""Who may reach the kiosk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.errors import BadInput
from voice_coach.interfaces.kiosk.access import (
    LOOPBACK,
    Access,
    cookie,
    host_name,
    is_loopback,
    open_access,
    policy,
)

GOOD = "0123456789abcdef"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "gym.example", ""])
def test_a_network_is_refused_without_token_and_tls(host: str, tls: tuple[Path, Path]) -> None:
    certificate, key = tls
    for options in (
        {},
        {"token": GOOD},
        {"certificate": certificate, "key": key},
    ):
        with pytest.raises(BadInput, match="--token-file"):
            open_access(host, 8765, **options)
    access = open_access(host, 8765, token=GOOD, certificate=certificate, key=key)
    assert access.secure


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_this_machine_needs_neither(host: str) -> None:
    assert is_loopback(host)
    access = open_access(host, 8765)
    assert (access.token, access.secure) == (None, False)


def test_half_a_pair_and_files_that_are_none_are_told(tls: tuple[Path, Path], tmp_path: Path) -> None:
    certificate, key = tls
    with pytest.raises(BadInput, match="go together"):
        open_access("127.0.0.1", 1, certificate=certificate)
    with pytest.raises(BadInput, match="PEM"):
        open_access("127.0.0.1", 1, certificate=key, key=key)
    with pytest.raises(BadInput, match="PEM"):
        open_access("127.0.0.1", 1, certificate=tmp_path / "none", key=key)


def test_a_token_is_long_plain_and_given_once(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{GOOD}\n", encoding="utf-8")
    assert open_access("127.0.0.1", 1, token_file=file).token == GOOD
    for bad in ("short", "ä" * 20, "0123456789abcdef\n0"):
        with pytest.raises(BadInput, match="16"):
            open_access("127.0.0.1", 1, token=bad)
    with pytest.raises(BadInput, match="twice"):
        open_access("127.0.0.1", 1, token=GOOD, token_file=file)
    with pytest.raises(BadInput, match="cannot be read"):
        open_access("127.0.0.1", 1, token_file=tmp_path / "none")


def test_only_the_right_token_is_known() -> None:
    access = Access(token=GOOD)
    assert access.knows(GOOD)
    assert not any(access.knows(token) for token in (None, "", GOOD[:-1], GOOD + "0", "ä" * 16))
    assert Access().knows(None)


STRANGERS = (
    None, "", "evil.example", "evil.example:8765", "localhost.evil.example", "192.168.1.7", "[::2]", "localhost:x",
    "[::1", "[::1]x", "localhost@evil.example", "localhost:80:80",
)  # fmt: skip


@pytest.mark.parametrize("host", STRANGERS)
def test_a_name_that_was_made_to_point_here_is_not_welcome(host: str | None) -> None:
    assert not Access().welcomes(host)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765", "[::1]"])
def test_this_machine_s_own_names_are(host: str) -> None:
    assert Access().welcomes(host)


def test_on_a_network_its_names_and_any_address_are() -> None:
    access = Access(names=LOOPBACK | {"kiosk.local"})
    assert access.welcomes("kiosk.local:8765")
    assert access.welcomes("192.168.1.7")
    assert access.welcomes("[fe80::1]:8765")
    assert not access.welcomes("evil.example")
    assert not access.welcomes("[fe80::1%; script-src *]")


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "http://evil.example", "https://localhost:8765", "http://localhost", "http://localhost:8765/"],
)
def test_another_page_s_script_is_not_of_this_origin(origin: str | None) -> None:
    assert not Access().same_origin(origin, "localhost:8765")


def test_the_page_s_own_script_is() -> None:
    assert Access().same_origin("http://localhost:8765", "localhost:8765")
    assert not Access().same_origin("http://", "")


@given(st.text())
def test_any_host_header_is_a_name_or_none(host: str) -> None:
    name = host_name(host)
    assert name is None or name


@given(st.text())
def test_any_cookie_header_is_read(header: str) -> None:
    found = cookie(header, "a")
    assert found is None or isinstance(found, str)
    assert cookie(None, "a") is None


def test_the_policy_lets_nothing_from_outside_in() -> None:
    found = policy("localhost:8765", secure=False)
    assert "default-src 'none'" in found
    assert "unsafe" not in found
    assert "connect-src 'self' ws://localhost:8765;" in found
    assert "wss://gym:1" in policy("gym:1", secure=True)
