"""How old a certificate may be that is enclosed with a request to the public sector."""

from datetime import date, timedelta

from app.law.book import clocks

_CLOCK = "certificate.oldest"


def oldest_certificate(request_on: date) -> date | None:
    """The earliest day on which it may have been made for a request of that day; None where no rule held.

    Order for Enforcement, Article 22 (2) and (3): made within 30 days before the day of the request.
    """
    value = clocks()[_CLOCK].rule("period", request_on)
    return None if value is None else request_on - timedelta(days=value.days)


def certificate_usable_until(made_on: date) -> date | None:
    """The last day of a request for which a certificate made that day is new enough; None as above."""
    value = clocks()[_CLOCK].rule("period", made_on)
    return None if value is None else made_on + timedelta(days=value.days)
