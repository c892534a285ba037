"""Keeps addresses out of the log: no query string, no token, no client; what was asked and answered."""

import logging
import re
from collections.abc import Mapping

ACCESS = "uvicorn.access"
ACCESS_ARGUMENTS = 5
# An id has 36 signs. What is longer opens something, as a calendar's address does.
TOKEN = re.compile(r"[^/]{37,}")


class WithoutQuery(logging.Filter):
    """Cuts the query string, tokens and the client's address from uvicorn's line of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        arguments = record.args
        if isinstance(arguments, Mapping) or arguments is None or len(arguments) != ACCESS_ARGUMENTS:
            return True
        _client, method, path, version, status = arguments
        shown = TOKEN.sub("-", str(path).partition("?")[0])
        record.args = ("-", method, shown, version, status)
        return True


def hide_queries() -> None:
    """Holds for every way of starting the server."""
    access = logging.getLogger(ACCESS)
    if not any(isinstance(found, WithoutQuery) for found in access.filters):
        access.addFilter(WithoutQuery())
