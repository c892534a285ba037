"""Finds or installs what the tests need besides Python, before the first of them waits for it."""

import sys

from tests.support import chromium, postgres
from tests.support.machine import Missing


def main() -> None:
    try:
        tools, browser = postgres.provide(), chromium.find()
        chromium.ensure_japanese()
    except Missing as missing:
        sys.exit(str(missing))
    sys.stdout.write(f"PostgreSQL: {tools}   Chromium: {browser}\n")


if __name__ == "__main__":
    main()
