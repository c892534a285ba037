"""What may be a My Number is stopped in every form, before anything is kept (T-58)."""

import html
import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from app.accounts.models import AccountSession
from app.kit.house import House
from app.main import ROUTERS
from app.web.forms import is_looked_through, read_fields
from tests.support import things
from tests.support.clients import PASSWORD
from tests.support.dump import dump
from tests.support.walk import fill, routes

ClientFor = Callable[[str], TestClient]
NUMBER, SPACED, OTHER = "123456789018", "1234 5678 9018", "987654321093"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TEXT = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)


def carried(page: str, button: str) -> dict[str, str]:
    """What the form with this button sends."""
    form = next(part for part in page.split("<form")[1:] if button in part.partition("</form>")[0])
    form = form.partition("</form>")[0]
    return {name: html.unescape(value) for name, value in HIDDEN.findall(form) + TEXT.findall(form)}


def reads_a_form(path: str) -> bool:
    """Whether a route reads what was typed; those that only act read nothing."""
    return any(
        each.call is read_fields
        for router in ROUTERS
        for route in router.routes
        if route.path == path and "POST" in route.methods
        for each in route.dependant.dependencies
    )


FORMS = sorted(path for method, path in routes() if method == "POST" and reads_a_form(path))


def test_most_addresses_that_write_read_a_form() -> None:
    assert len(FORMS) > 20
    assert {"/cases", "/filings", "/filings/{filing_id}/events", "/sign-up"} <= set(FORMS)


def test_every_form_is_guarded_and_keeps_nothing_of_a_number(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    ids = things.one_of_each(house, "alice")
    before = dump(house.db)
    for path in FORMS:
        answer = alice.post(fill(path, ids), data={"anything": f"x {SPACED} y"})
        assert answer.status_code == 422, path
        assert "マイナンバーのような番号が入っています" in answer.text, path
    assert dump(house.db) == before


def test_a_number_is_stopped_with_its_reason_and_nothing_is_kept(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    before = dump(house.db)
    answer = alice.post(
        "/cases", data={"title": "My card", "worry": f"My number is {SPACED}.\r\nIs it known?"}
    )
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert "番号法" in answer.text
    assert "20条" in answer.text
    assert "●●●● ●●●● ●●●●" in answer.text
    assert dump(house.db) == before


def test_it_goes_on_masked_with_all_else_as_it_was(client_for: ClientFor) -> None:
    alice = client_for("alice")
    typed = {"title": 'My "card" <b>', "worry": f"My number is {SPACED}.\r\n\r\nIs it known?"}
    page = alice.post("/cases", data=typed).text
    masked = carried(page, "数字を●でかくして")
    assert masked["title"] == typed["title"]
    saved = alice.post("/cases", data=masked)
    assert saved.status_code == 303
    shown = alice.get(saved.headers["location"]).text
    assert "My number is ●●●● ●●●● ●●●●.<br><br>Is it known?" in shown
    assert NUMBER not in shown.replace(" ", "")


def test_it_goes_on_when_it_is_said_to_be_another_number(client_for: ClientFor) -> None:
    alice = client_for("alice")
    typed = {"title": "A parcel", "worry": f"Parcel {SPACED} and {OTHER}"}
    page = alice.post("/cases", data=typed).text
    form = carried(page, "選んだ番号をそのままにして")
    assert form == typed
    assert f'value="{NUMBER}"' in page
    asked_again = alice.post("/cases", data=form | {"other_number": NUMBER})
    assert asked_again.status_code == 422
    assert f'value="{OTHER}"><span>' in asked_again.text
    once_more = carried(asked_again.text, "選んだ番号をそのままにして")
    assert once_more["other_number"] == NUMBER
    saved = alice.post("/cases", data=form | {"other_number": [NUMBER, OTHER]})
    assert saved.status_code == 303
    assert SPACED in alice.get(saved.headers["location"]).text


def test_she_is_not_asked_again_for_what_she_kept(client_for: ClientFor) -> None:
    alice = client_for("alice")
    kept = alice.post(
        "/cases", data={"title": "A parcel", "worry": f"Parcel {SPACED}", "other_number": NUMBER}
    ).headers["location"]
    page = alice.get(f"{kept}/edit").text
    assert f'name="other_number" value="{NUMBER}"' in page
    wrong = alice.post("/cases", data={"title": "", "worry": SPACED, "other_number": NUMBER})
    assert f'name="other_number" value="{NUMBER}"' in wrong.text


def test_another_number_in_the_address_of_a_search_is_not_let_pass_by_itself(client_for: ClientFor) -> None:
    page = client_for("alice").get("/agencies/new", params={"name": f"Clinic {NUMBER}"}).text
    assert NUMBER in page
    assert "other_number" not in page


def test_an_address_of_our_own_is_no_number(client_for: ClientFor) -> None:
    alice = client_for("alice")
    data = {"title": "A case", "worry": "", "form_page": f"/cases/new?draft={NUMBER}"}
    assert alice.post("/cases", data=data).status_code == 303


def test_a_password_may_be_anything_and_is_never_carried_on(client: TestClient) -> None:
    typed = {"login": f"dave {NUMBER}", "password": PASSWORD}
    page = client.post("/sign-up", data=typed)
    assert page.status_code == 422
    assert PASSWORD not in page.text
    assert "もう一度書いてください" in page.text
    assert (
        client.post("/sign-up", data={"login": "dave", "password": f"{NUMBER} is my word"}).status_code == 303
    )


@pytest.mark.parametrize(
    ("name", "looked"),
    [("password", False), ("new_password", False), ("form_page", False), ("next", False), ("note", True)],
)
def test_which_fields_are_looked_through(name: str, looked: bool) -> None:
    assert is_looked_through(name) is looked


def test_a_lost_form_with_a_number_is_not_kept_for_later(house: House, client_for: ClientFor) -> None:
    alice = client_for("alice")
    with house.db.writing() as session:
        session.execute(update(AccountSession).values(last_seen_at=house.clock.now() - timedelta(days=2)))
    answer = alice.post("/cases", data={"title": "A case", "worry": SPACED})
    assert answer.status_code == 303
    assert "draft" not in answer.headers["location"]


def test_the_number_is_in_no_log(client_for: ClientFor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client_for("alice").post("/cases", data={"title": "A case", "worry": SPACED})
    assert SPACED not in caplog.text
    assert NUMBER not in caplog.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("住民票コードは12345678901", "住民票コード（11けた）"),
        ("年金は1234-567890", "基礎年金番号"),
        ("保険者番号 01234567", "健康保険"),
    ],
)
def test_other_numbers_are_saved_and_warned_of_once(client_for: ClientFor, words: str, told: str) -> None:
    alice = client_for("alice")
    saved = alice.post("/cases", data={"title": "A case", "worry": words})
    assert saved.status_code == 303
    assert "1234" not in saved.headers["set-cookie"]
    first = alice.get(saved.headers["location"]).text
    assert told in first.partition("<h1>")[0]
    assert told not in alice.get(saved.headers["location"]).text.partition("<h1>")[0]
