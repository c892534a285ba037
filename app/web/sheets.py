"""Gives a table as a file for a spreadsheet, in which nothing that anybody wrote is run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from starlette.responses import Response

# A cell that begins so is run by spreadsheets; an apostrophe in front makes it text.
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARK: Final = "\ufeff"  # without it some spreadsheets read Japanese wrongly

Cell = str | int | float | date | None


def sheet(name: str, rows: Iterable[Sequence[Cell]]) -> Response:
    """The rows as a CSV file to be saved."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"', "cache-control": "no-store"}
    return Response(_MARK + written.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return cell
    text = cell.isoformat() if isinstance(cell, date) else cell
    return f"'{text}" if text.startswith(_RUN) else text
