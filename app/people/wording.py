"""The text of a consent: versions that never change, each known by its name and a hash of its sentences."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from app.law.files import parse_yaml
from app.people.grant_models import Verb

NOW: Final = "2026-12"


@dataclass(frozen=True, slots=True)
class Wording:
    """One version, in every language."""

    version: str
    title: Mapping[str, str]
    sentences: tuple[Mapping[str, str], ...]
    verbs: Mapping[Verb, Mapping[str, str]]
    fingerprint: str
    tells_of_statistics: bool

    def fingerprint_in(self, language: str) -> str:
        """The hash of the sentences as they stand in one language: what somebody read and signed."""
        shown = [self.title[language], *(each[language] for each in self.sentences)]
        return _hash([*shown, *(words[language] for words in self.verbs.values())])


@cache
def wordings() -> Mapping[str, Wording]:
    """Every version that was ever shown."""
    text = files("app.people").joinpath("data", "consents.yaml").read_text("utf-8")
    return {version: _wording(version, told) for version, told in parse_yaml(text).items()}


def tell_of_statistics() -> list[str]:
    """The versions that say that a group may count what happened to her."""
    return [version for version, wording in wordings().items() if wording.tells_of_statistics]


def wording_now() -> Wording:
    """The version that is shown today."""
    return wordings()[NOW]


def _wording(version: str, told: Mapping[str, Any]) -> Wording:
    return Wording(
        version=version,
        title=told["title"],
        sentences=tuple(told["sentences"]),
        verbs=told["verbs"],
        fingerprint=_hash(told),
        tells_of_statistics=told.get("statistics", False),
    )


def _hash(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
