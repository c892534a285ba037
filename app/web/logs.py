"""Keeps addresses out of the log: no query string, no client, only what was asked and answered."""

import logging
from collections.abc import Mapping

ACCESS = "uvicorn.access"
ACCESS_ARGUMENTS = 5


class WithoutQuery(logging.Filter):
    """Cuts the query string, and the client's address, from uvicorn's line of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        arguments = record.args
        if isinstance(arguments, Mapping) or arguments is None or len(arguments) != ACCESS_ARGUMENTS:
            return True
        _client, method, path, version, status = arguments
        record.args = ("-", method, str(path).partition("?")[0], version, status)
        return True


def hide_queries() -> None:
    """Holds for every way of starting the server."""
    access = logging.getLogger(ACCESS)
    if not any(isinstance(found, WithoutQuery) for found in access.filters):
        access.addFilter(WithoutQuery())
