"""Asks about what may be a My Number, before anything is kept: mask it, or say that it is another number."""

from starlette.requests import Request
from starlette.responses import Response

from app.kit import mynumber
from app.web.forms import SECRET, Fields, MyNumberFound, is_looked_through
from app.web.pages import render

MOST_AROUND = 30  # signs shown before and after a number, so that she finds it


async def answer_my_number(request: Request, error: Exception) -> Response:
    """The page that asks; it carries the form on, but for passwords, and is kept nowhere."""
    assert isinstance(error, MyNumberFound)
    query = request.url.query
    return render(
        request,
        "web/my_number.html",
        status=error.status,
        action=f"{request.url.path}?{query}" if query else request.url.path,
        numbers=[(digits, mynumber.grouped(digits)) for digits in error.numbers],
        typed=_carried(error.fields),
        others=sorted(error.fields.others),
        masked=[(name, _masked(name, value, error)) for name, value in _carried(error.fields)],
        excerpts=_excerpts(error),
        asks_again=any(SECRET in name for name, _ in error.fields.pairs),
    )


def _carried(fields: Fields) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields.pairs if SECRET not in name]


def _masked(name: str, value: str, error: MyNumberFound) -> str:
    hits = [hit for hit in mynumber.find(value) if hit.digits in error.numbers]
    return mynumber.mask(value, hits) if is_looked_through(name) else value


def _excerpts(error: MyNumberFound) -> list[str]:
    """The words around each number, as they would read when it is masked."""
    found = []
    for name, value in error.fields.pairs:
        hits = [hit for hit in mynumber.find(value) if hit.digits in error.numbers]
        if not is_looked_through(name) or not hits:
            continue
        masked = mynumber.mask(value, hits)
        found += [masked[max(0, hit.start - MOST_AROUND) : hit.end + MOST_AROUND].strip() for hit in hits]
    return found
