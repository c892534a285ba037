"""The form of a period: of which agency, filled with what is known, on its page."""

from dataclasses import dataclass

from fastapi import Request, Response

from app.agencies.overrides import PROCEDURES_WITH_PERIODS, Override
from app.agencies.period_form import PAGE, PAPER, SOURCES, UNKNOWN
from app.agencies.periods import COUNT_MODES
from app.agencies.shipped import Entry
from app.web.forms import Form
from app.web.pages import render


@dataclass(frozen=True, slots=True)
class Desk:
    """The agency that a form is about, and the period of it that is corrected, if one is."""

    agency: Entry
    period: Override | None = None

    @property
    def action(self) -> str:
        """Where the form is sent."""
        path = f"/agencies/{self.agency.id}/periods"
        return f"{path}/{self.period.id}/edit" if self.period else path

    @property
    def page(self) -> str:
        """Where the form is read."""
        return self.action if self.period else f"{self.action}/new"


def filled(period: Override | None) -> Form:
    """The form as it would have been sent for a period that is kept."""
    assert period is not None
    known = {
        "procedure": period.procedure,
        "decision_days": period.decision_days,
        "count_mode": period.count_mode or UNKNOWN,
        "extension_days": period.extension_days,
        "exception_days": period.exception_days,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "source": PAGE if period.source_url else PAPER,
        "source_url": period.source_url,
        "page_date": period.page_date,
    }
    return Form.blank(**{name: str(value) for name, value in known.items() if value is not None})


def form_page(request: Request, desk: Desk, form: Form, status: int = 200) -> Response:
    """The page of the form."""
    return render(
        request,
        "filings/period_form.html",
        status=status,
        nav="new",
        desk=desk,
        form=form,
        procedures=PROCEDURES_WITH_PERIODS,
        modes=(*COUNT_MODES, UNKNOWN),
        sources=SOURCES,
    )
