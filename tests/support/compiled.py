"""Templates are compiled once a run, not once a process."""

from unittest.mock import patch

from jinja2 import Environment, FileSystemBytecodeCache

from app.web.locales import LOCALES
from app.web.pages import Pages
from tests.support import run


def keep(pages: Pages) -> None:
    """Lets these pages take what was compiled before in this run, and leave what they compile."""
    for code in LOCALES:
        _keep(pages.environment(code), code)
        # The words of a language are folded into its templates, and readings into the words.
        _keep(pages.environment(code, furigana=True), f"{code}-furigana")


def keep_all() -> None:
    """The same for all pages that this process, and what is forked from it, will make."""
    made = Pages.__post_init__

    def make(pages: Pages) -> None:
        made(pages)
        keep(pages)

    patch.object(Pages, "__post_init__", make).start()


def _keep(environment: Environment, name: str) -> None:
    environment.bytecode_cache = FileSystemBytecodeCache(str(run.folder()), f"{name}_%s.cache")
