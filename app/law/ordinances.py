"""What an ordinance may set in a procedure, and what holds where none may or where nobody knows it."""

from dataclasses import replace

from app.law.catalog import ProcedureInfo, procedure
from app.law.ledger import cited
from app.law.sheet import Sheet
from app.law.statutes import Citation

# What differs from one local government to the next; an Act without ordinances leaves no room for it.
_SET_BY_ORDINANCE = ("decision_days", "extension_days", "exception_days", "count_mode")


def info_of(sheet: Sheet) -> ProcedureInfo:
    """The procedure of the question."""
    return procedure(sheet.question.procedure)


def leave_out_ordinance(sheet: Sheet) -> None:
    """Where no ordinance may set the days, those of the law stand, whatever the question says."""
    if info_of(sheet).ordinance is not None:
        return
    given = [name for name in _SET_BY_ORDINANCE if getattr(sheet.options, name) is not None]
    if given:
        sheet.warn("option_not_used", field=", ".join(given))
        bare = replace(sheet.options, decision_days=None, extension_days=None, exception_days=None)
        sheet.options = replace(bare, count_mode=None)


def ordinance_article(sheet: Sheet) -> Citation:
    """The article that lets an ordinance set the days of the procedure."""
    return cited(info_of(sheet).ordinance or "ordinance")
