"""What every page about a playbook names: the law's words, and what the playbooks share."""

from typing import Any

from app import law
from app.playbooks.model import Playbook
from app.playbooks.shared import shared


def telling(playbook: Playbook) -> dict[str, Any]:
    """The context of a page about a playbook."""
    return {
        "playbook": playbook,
        "shared": shared(),
        "procedures": law.PROCEDURES,
        "clocks": law.CLOCKS,
        "cited": law.citation_label,
        "nav": "new",
    }
