"""A Chromium for the tests: found on the machine or installed; never skipped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support import machine
from tests.support.machine import Missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 300


def find() -> Path:
    """The browser's program; installs it where that is possible."""
    found = _given() or _on_machine() or _downloaded()
    if found is None:
        found = _install()
    if found is None:
        raise Missing("The tests need Chromium: install it, or name its program with MISETE_CHROMIUM.")
    return found


def _given() -> Path | None:
    given = os.environ.get("MISETE_CHROMIUM")
    if given and not Path(given).exists():
        raise Missing(f"MISETE_CHROMIUM names {given}, which does not exist.")
    return Path(given) if given else None


def _on_machine() -> Path | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in paths if path), None)


def _downloaded() -> Path | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _install() -> Path | None:
    if machine.is_root() and shutil.which("apt-get"):
        try:
            machine.install("chromium")
        except subprocess.SubprocessError as failure:
            sys.stderr.write(f"apt-get could not install chromium ({failure}); Playwright tries.\n")
        if _on_machine():
            return _on_machine()
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False, timeout=DOWNLOAD_SECONDS, stdin=subprocess.DEVNULL)
    return _downloaded()


def ensure_japanese() -> None:
    """Japanese letters need a font: without one every page is boxes, as wide as no real page is."""
    if not shutil.which("fc-list"):
        return
    shown = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True, check=False)
    if shown.stdout.strip():
        return
    if not (machine.is_root() and shutil.which("apt-get")):
        raise Missing("The tests need a Japanese font, for example the package fonts-noto-cjk.")
    machine.install("fonts-noto-cjk")
