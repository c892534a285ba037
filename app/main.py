"""Puts the house together: guards, pages and the rooms' routes."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import create_task_group
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from app.accounts import code_routes, confirm_routes, entry_routes, passkey_routes, recovery_routes
from app.accounts import routes as accounts
from app.accounts.drafts import answer_in_bin, answer_second_look, answer_signed_out, answer_two_factors
from app.accounts.passwords import PasswordDesk
from app.agencies import naming
from app.agencies import routes as agencies
from app.audit.keeping import keep_log
from app.boards import act_routes as board_acts
from app.boards import routes as boards
from app.calculator import explain
from app.calculator import routes as calculator
from app.calendar import routes as calendar
from app.casework import routes as casework
from app.documents import routes as documents
from app.documents import signed_routes as signed_sheets
from app.documents.desk import DocumentDesk
from app.documents.kinds import FORMATS
from app.documents.signed import photos_of
from app.exchange import group_routes as group_erasures
from app.exchange import routes as erasures
from app.exchange.keeper import keep_erasing
from app.exchange.shown import beside_group
from app.filings import change_routes as changes
from app.filings import closed_day_routes as closed_days
from app.filings import document_routes as filed_documents
from app.filings import filing_routes as filing_pages
from app.filings import period_routes as periods
from app.filings import routes as filings
from app.filings.called import agencies_called
from app.groups import invitation_routes
from app.groups import routes as groups
from app.holdings import routes as holdings
from app.insights import routes as insights
from app.kit.errors import AppError, InTheBin, SecondLookNeeded, SignedOut, TwoFactorsNeeded
from app.kit.house import House
from app.kit.opening import close_house, open_house
from app.kit.settings import Settings, read_settings
from app.letters import routes as letters
from app.letters import wording_routes, wordings_routes
from app.mandates import routes as mandates
from app.people import (
    access_routes,
    claim_routes,
    client_routes,
    consent_routes,
    ending_routes,
    further_routes,
    handover_routes,
    leaving_routes,
    log_routes,
    profile_routes,
    scope_routes,
    team_routes,
)
from app.people import routes as people
from app.people.service import add_own_person
from app.playbooks import answer_routes, case_routes, group_routes, own_routes, run_routes
from app.playbooks import routes as playbooks
from app.playbooks.beside import beside_case
from app.reminders import date_routes, nudge_routes, settings_routes, weekly_routes
from app.reminders import routes as reminders
from app.rulebook import routes as rulebook
from app.sending import certified_routes, print_routes
from app.sending import routes as sending
from app.sending.queries import agents_of
from app.web import routes as web
from app.web.errors import answer_app_error, answer_http_error, answer_validation_error
from app.web.forms import MyNumberFound
from app.web.guards import Door, LastNet, SecurityHeaders
from app.web.logs import hide_queries
from app.web.numbers import answer_my_number
from app.web.pages import Pages

# One writer at a time is all that SQLite has; with more, threads only fight for its lock.
THREADS_ON_SQLITE = 1
THREADS_ON_POSTGRES = 8
# A page makes some thousands of objects and drops nearly all of them at once: to look for circles after
# every 700 of them, as Python does unasked, costs a tenth of the page.
COLLECT_AFTER = (10_000, 20, 20)
COMPRESS_FROM_BYTES = 1024
# What is kept as it came is given as it came, with its length: a download cut short is seen to be.
NOT_COMPRESSED = tuple(each.media_type for each in FORMATS.values())
COMPRESS_LEVEL = 3  # A page shrinks to a quarter in a fifth of a millisecond; level 9 gains 5 % more.

# /cases/new stands before /cases/{case_id}, a day's file before its page, a playbook's name last.
ROUTERS = (
    web.router,
    accounts.router,
    entry_routes.router,
    confirm_routes.router,
    passkey_routes.router,
    code_routes.router,
    recovery_routes.router,
    groups.router,
    invitation_routes.router,
    people.router,
    leaving_routes.router,
    client_routes.router,
    consent_routes.router,
    scope_routes.router,
    further_routes.router,
    access_routes.router,
    log_routes.router,
    team_routes.router,
    handover_routes.router,
    claim_routes.router,
    profile_routes.router,
    ending_routes.router,
    agencies.router,
    calculator.router,
    rulebook.router,
    holdings.router,
    calendar.router,
    documents.router,
    signed_sheets.router,
    casework.router,
    filing_pages.router,
    filings.router,
    filed_documents.router,
    periods.router,
    closed_days.router,
    changes.router,
    letters.router,
    wording_routes.router,
    wordings_routes.router,
    mandates.router,
    reminders.router,
    settings_routes.router,
    weekly_routes.router,
    date_routes.router,
    nudge_routes.router,
    sending.router,
    print_routes.router,
    certified_routes.router,
    group_routes.router,
    case_routes.router,
    own_routes.router,
    run_routes.router,
    answer_routes.router,
    playbooks.router,
    boards.router,
    board_acts.router,
    insights.router,
    erasures.router,
    group_erasures.router,
)


def make_app() -> FastAPI:
    """The application of this process, from its environment; uvicorn's factory."""
    return create_app(read_settings())


def create_app(settings: Settings, house: House | None = None) -> FastAPI:
    """The application; opens the house itself unless it is given one."""
    app = FastAPI(
        title="Misete",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_live,
        middleware=_guards(settings),
        redirect_slashes=False,
    )
    app.state.house = keep_log(house or open_house(settings))
    app.state.pages = Pages(settings, app.state.house.clock)
    app.state.pages.teach(naming.TEMPLATE_FUNCTIONS | explain.TEMPLATE_FUNCTIONS)
    app.state.passwords = PasswordDesk()
    app.state.documents = DocumentDesk()
    # Upper rooms add what must exist for a new account: callables of (session, house, account_id).
    app.state.on_sign_up = [add_own_person]
    # Upper rooms add who may not go on with a password alone: callables of (session, account_id).
    app.state.needs_two_factors = []
    # What an upper room shows on the page of a case: a callable of (session, case_id).
    app.state.beside_case = beside_case
    # The photos of signed sheets: a callable of (session, grant_ids).
    app.state.photos_of = photos_of
    # What an upper room tells the coordinator of a group: a callable of (session, house, membership).
    app.state.beside_group = beside_group
    # Who filed, as sending keeps it: a callable of (session, filing_ids).
    app.state.agents_of = agents_of
    # With which agency filings lie: a callable of (session, house, actor, filing_ids).
    app.state.agencies_of = agencies_called
    _answer_errors(app)
    app.mount("/static", app.state.pages.assets)
    # Side by side, not included: a router within the router is searched twice for each request.
    app.router.routes.extend(route for router in ROUTERS for route in router.routes)
    hide_queries()
    return app


def _guards(settings: Settings) -> list[Middleware]:
    # The outermost comes first: every answer, refusals and faults too, gets the security headers.
    # Compressed pages hold no secret beside text that a stranger chose (BREACH): the session's token
    # travels in a cookie only, and forms carry no token.
    return [
        Middleware(SecurityHeaders, settings=settings),
        Middleware(
            GZipMiddleware,
            minimum_size=COMPRESS_FROM_BYTES,
            compresslevel=COMPRESS_LEVEL,
            exclude_content_types=NOT_COMPRESSED,
        ),
        Middleware(LastNet),
        Middleware(Door, settings=settings),
    ]


def _answer_errors(app: FastAPI) -> None:
    app.add_exception_handler(AppError, answer_app_error)
    app.add_exception_handler(SignedOut, answer_signed_out)
    app.add_exception_handler(SecondLookNeeded, answer_second_look)
    app.add_exception_handler(TwoFactorsNeeded, answer_two_factors)
    app.add_exception_handler(InTheBin, answer_in_bin)
    app.add_exception_handler(MyNumberFound, answer_my_number)
    app.add_exception_handler(HTTPException, answer_http_error)
    app.add_exception_handler(RequestValidationError, answer_validation_error)


@asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    on_sqlite = house.db.engine.dialect.name == "sqlite"
    current_default_thread_limiter().total_tokens = THREADS_ON_SQLITE if on_sqlite else THREADS_ON_POSTGRES
    keep_what_was_loaded()
    async with create_task_group() as beside:
        beside.start_soon(keep_erasing, house)
        yield
        beside.cancel_scope.cancel()
    app.state.documents.close()
    close_house(house)


def keep_what_was_loaded() -> None:
    """What was loaded at start stays: the collector need not walk through it again, and looks less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
