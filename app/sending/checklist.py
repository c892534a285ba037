"""The list of what to do before a filing is sent: which lines fit this filing, and on what each rests."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app import law
from app.agencies.models import Kind, Regime
from app.agencies.shipped import PUBLIC_CORPORATION, Entry
from app.law.statutes import Citation
from app.sending.models import Agent, CertificateKind, Identity, Sending, Way


class Part(StrEnum):
    """The parts of the list, in the order of the work."""

    WRITE = "write"
    ENCLOSE = "enclose"
    ENVELOPE = "envelope"
    HAND_OVER = "hand_over"


class Certainty(StrEnum):
    """On what a line rests, from the law down to our own advice."""

    LAW = "law"
    OFFICIAL = "official"
    INFERENCE = "inference"
    UNVERIFIED = "unverified"
    ADVICE = "advice"


class Body(StrEnum):
    """Which sort of body is asked: fees and papers differ by it."""

    NATIONAL = "national"
    LOCAL = "local"
    INCORPORATED = "incorporated"
    PUBLIC_CORPORATION = "public_corporation"
    BUSINESS = "business"
    ABROAD = "abroad"


class When(NamedTuple):
    """For which filings a line is; what is empty does not matter."""

    procedure: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    way: frozenset[str] = frozenset()
    agent: frozenset[str] = frozenset()
    identity: frozenset[str] = frozenset()
    copies: bool | None = None

    def fits(self, put: "Put") -> bool:
        """Whether the line belongs to this filing."""
        told = (
            (self.procedure, put.procedure),
            (self.body, put.body),
            (self.way, put.way),
            (self.agent, put.agent),
            (self.identity, put.identity),
        )
        fits_all = all(not allowed or value in allowed for allowed, value in told)
        return fits_all and self.copies in {None, put.copies}


@dataclass(frozen=True, slots=True)
class Put:
    """What is asked of the list: one filing, and her answers."""

    procedure: str
    body: Body
    way: Way = Way.POST
    agent: Agent = Agent.SELF
    identity: Identity = Identity.PHOTO
    copies: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line, in every language."""

    id: str
    part: Part
    when: When
    text: law.Text
    why: law.Text
    certainty: Certainty
    rests_on: tuple[Citation, ...] = ()
    source: law.Text | None = None
    certificate: CertificateKind | None = None
    fee: int | None = None  # yen


@dataclass(frozen=True, slots=True)
class Method:
    """A way to post a letter."""

    id: str
    text: law.Text
    why: law.Text
    certainty: Certainty
    procedure: frozenset[str] = frozenset()  # for which it is the one to take; empty: for none


def body_of(agency: Entry) -> Body:
    """What sort of body an agency is."""
    if agency.regime is Regime.ABROAD:
        return Body.ABROAD
    if agency.sort == PUBLIC_CORPORATION:
        return Body.PUBLIC_CORPORATION
    return _BODIES.get(agency.kind, Body.BUSINESS)


_BODIES = {
    Kind.ADMINISTRATIVE_ORGAN: Body.NATIONAL,
    Kind.INCORPORATED_AGENCY: Body.INCORPORATED,
    Kind.NATIONAL_UNIVERSITY: Body.INCORPORATED,
    Kind.PREFECTURE: Body.LOCAL,
    Kind.MUNICIPALITY: Body.LOCAL,
}


def put_of(procedure: str, agency: Entry, said: Sending) -> Put:
    """The question to the list; what she has not answered is by post, for herself, with a photo."""
    return Put(
        procedure,
        body_of(agency),
        Way(said.way or Way.POST),
        Agent(said.agent or Agent.SELF),
        Identity(said.identity or Identity.PHOTO),
        said.wants_copies,
    )
