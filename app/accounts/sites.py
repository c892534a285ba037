"""Knows the address that passkeys are bound to; under a bare number or without TLS browsers have none."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.kit.errors import NotFound
from app.kit.house import House
from app.kit.settings import Settings


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are bound to: its host, and the exact address a browser shows."""

    host: str
    origin: str


def site_of(settings: Settings) -> Site | None:
    """Where passkeys work: over TLS, or on localhost; nothing where no browser has them."""
    parts = urlsplit(settings.url)
    host = parts.hostname or ""
    if _is_number(host) or not (settings.is_https or host == "localhost"):
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc}".lower())


def own_site(house: House) -> Site:
    """The site that passkeys are bound to; raises NotFound where no browser has them."""
    site = site_of(house.settings)
    if site is None:
        raise NotFound
    return site


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
