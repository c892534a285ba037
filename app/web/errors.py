"""Turns what went wrong into a page that says what happened and what to do next."""

import logging
import secrets

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.kit.errors import AppError, NotFound, TooMany
from app.web.pages import render
from app.web.texts import texts_of

log = logging.getLogger("misete.errors")

API = "/api/"
BY_STATUS = {
    400: "web.errors.bad_request",
    403: "web.errors.forbidden",
    404: "web.errors.not_found",
    405: "web.errors.bad_method",
    409: "web.errors.conflict",
    413: "web.errors.too_large",
    415: "web.errors.wrong_kind",
    422: "web.errors.unreadable",
    429: "web.errors.too_many",
}
NOT_FOUND = NotFound()


async def answer_app_error(request: Request, error: Exception) -> Response:
    """The page of an error that a person can be told about."""
    assert isinstance(error, AppError)
    answer = error_page(request, error.status, error.key, **error.values)
    if isinstance(error, TooMany):
        answer.headers["retry-after"] = str(error.seconds)
    return answer


async def answer_http_error(request: Request, error: Exception) -> Response:
    """The page of an error that the framework found: no such route, wrong method."""
    assert isinstance(error, HTTPException)
    known = error.status_code if error.status_code in BY_STATUS else 400
    answer = error_page(request, known, BY_STATUS[known])
    answer.headers.update(error.headers or {})
    return answer


async def answer_validation_error(request: Request, error: Exception) -> Response:
    """An address with an unreadable id names nothing: it is the 404 of every other wrong address."""
    assert isinstance(error, RequestValidationError)
    in_path = any(mistake["loc"][0] == "path" for mistake in error.errors())
    status = NOT_FOUND.status if in_path else 422
    return error_page(request, status, BY_STATUS[status])


def error_page(request: Request, status: int, key: str, **values: object) -> Response:
    """A page that holds nothing of the request, so that two of a kind are equal byte for byte."""
    if request.url.path.startswith(API):
        return _for_a_program(request, status, key, values)
    return render(request, "web/error.html", status=status, key=key, values=values, here="/", error_id="")


def _for_a_program(
    request: Request, status: int, key: str, values: dict[str, object], where: str = ""
) -> Response:
    # The shape in which the rule book refuses a question, too.
    message = texts_of(request).t(key, **values)
    error = {"code": key.rpartition(".")[2], "message": message, "where": where}
    return JSONResponse({"error": error}, status)


def broken_page(request: Request, fault: Exception) -> Response:
    """The page of a fault of ours: what was kept, and the number under which it is logged."""
    error_id = secrets.token_hex(4)
    log.error("%s %s", error_id, describe(request, fault))
    key = "web.errors.broken" if request.method in {"GET", "HEAD"} else "web.errors.broken_post"
    if request.url.path.startswith(API):
        return _for_a_program(request, 500, key, {}, where=error_id)
    return render(request, "web/error.html", status=500, key=key, values={}, here="/", error_id=error_id)


def describe(request: Request, fault: BaseException) -> str:
    """Where it broke, without the words of anyone: no message, no query, no values, no ids."""
    route = getattr(request.scope.get("route"), "path", "(no route)")
    places = []
    step = fault.__traceback__
    while step is not None:
        places.append(f"{step.tb_frame.f_globals.get('__name__')}:{step.tb_lineno}")
        step = step.tb_next
    return f"{request.method} {route} {type(fault).__qualname__} at {' > '.join(places)}"
