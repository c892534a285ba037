"""The logic of `misete playbooks check`: whether the shipped playbooks, or somebody's file, are whole."""

from pathlib import Path
from typing import TextIO

from app.playbooks.bad import BadPlaybook
from app.playbooks.own import BadFile, from_file
from app.playbooks.reading import playbooks
from app.web.catalog import catalog

GOOD, FAULTY = 0, 1
_WORDS = "en"


def check_shipped(out: TextIO) -> int:
    """Says of each shipped playbook what it holds; of a faulty one the file and the place."""
    try:
        found = playbooks()
    except BadPlaybook as bad:
        out.write(f"{bad}\n{catalog(_WORDS)[bad.key].format(**bad.values)}\n")
        return FAULTY
    for book in found.values():
        letters, points = len(list(book.letters())), len(book.open_points)
        out.write(
            f"{book.id} {book.version}, as of {book.as_of}: letters {letters}, facts {len(book.facts)}, "
            f"not verified {points}\n"
        )
    return GOOD


def check_file(path: Path, out: TextIO) -> int:
    """Says whether a file that somebody shares is a playbook, and if not, which line is not and why."""
    try:
        own = from_file(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as failure:
        out.write(f"{path} cannot be read: {failure}\n")
        return FAULTY
    except BadFile as bad:
        out.write(f"{path}:{bad.line}: {bad.where}: {catalog(_WORDS)[bad.key].format(**bad.values)}\n")
        return FAULTY
    out.write(f"{own.title}: requests {len(own.requests)}\n")
    return GOOD
