"""The pages: what is due, her own dates, an address that is proved first, and what became of mails."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.reminders.addresses import MOST_CODES, MOST_TRIES
from app.web.pages import SAID_COOKIE
from tests.reminders.conftest import ADDRESS, Alice

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def page(alice: Alice, path: str = "/reminders") -> str:
    alice.signs_in()
    answer = alice.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(alice: Alice, path: str, **fields: str) -> int:
    status = alice.client.post(path, data=fields).status_code
    alice.client.cookies.delete(SAID_COOKIE)
    return status


def code_of(alice: Alice) -> str:
    found = re.search(r"^ +(\d{6})$", alice.mailbox.texts()[-1], re.MULTILINE)
    assert found is not None
    return found[1]


def test_what_is_due_is_shown_without_any_mail(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.goes_to("2026-11-15")
    assert "2026-11-30" not in page(alice)
    alice.goes_to("2026-11-16")
    assert "2026-11-30" in page(alice)
    alice.goes_to("2026-12-20")
    assert "2026-11-30" in page(alice)


def test_an_own_date_is_written_changed_ticked_off_and_deleted(alice: Alice) -> None:
    assert send(alice, "/reminders/dates", when="2026-11-20", note="Call <b>them</b>") == 303
    shown = page(alice)
    assert "Call &lt;b&gt;them&lt;/b&gt;" in shown
    path = re.search(r"/reminders/dates/[0-9a-f-]{36}", shown)[0]
    assert 'value="2026-11-20"' in page(alice, f"{path}/edit")
    assert send(alice, f"{path}/edit", when="R8.11.24", note="Write") == 303
    assert "2026-11-24" in page(alice)
    assert send(alice, f"{path}/done") == 303
    assert "Write" in page(alice)
    assert send(alice, f"{path}/done", done="no") == 303
    assert "Write" in page(alice, f"{path}/delete")
    assert send(alice, f"{path}/delete") == 303
    assert "Write" not in page(alice)


@ON_SQLITE
@pytest.mark.parametrize(("when", "note"), [("", "x"), ("2026-11-31", "x"), ("2026-11-20", "")])
def test_a_date_that_cannot_be_kept_is_sent_back(alice: Alice, when: str, note: str) -> None:
    assert send(alice, "/reminders/dates", when=when, note=note) == 422


def test_an_address_is_proved_by_the_code_that_came(alice: Alice) -> None:
    assert send(alice, "/reminders/address", address=ADDRESS) == 303
    assert len(alice.works()) == 1
    alice.plans("2026-11-02")
    assert alice.works() == []  # Nothing else before it is proved.
    code = code_of(alice)
    wrong = "000000" if code != "000000" else "111111"
    assert send(alice, "/reminders/address/confirm", code=wrong) == 422
    assert send(alice, "/reminders/address/confirm", code=f"{code[:3]} {code[3:]}") == 303
    assert ADDRESS in page(alice, "/reminders/settings")
    alice.goes_to("2026-11-02", hour=12)
    assert len(alice.works()) == 1
    alice.signs_in()
    assert send(alice, "/reminders/address/confirm", code=code) == 422  # It works once.


def test_a_code_ends_after_half_an_hour(alice: Alice) -> None:
    send(alice, "/reminders/address", address=ADDRESS)
    alice.works()
    alice.waits(minutes=29, seconds=59)
    code = code_of(alice)
    alice.waits(seconds=1)
    alice.signs_in()
    assert send(alice, "/reminders/address/confirm", code=code) == 422


@ON_SQLITE
def test_a_code_ends_after_five_mistakes(alice: Alice) -> None:
    send(alice, "/reminders/address", address=ADDRESS)
    alice.works()
    code = code_of(alice)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(MOST_TRIES):
        assert send(alice, "/reminders/address/confirm", code=wrong) == 422
    assert send(alice, "/reminders/address/confirm", code=code) == 422


@ON_SQLITE
def test_a_code_that_could_not_be_sent_in_time_is_not_sent_later(alice: Alice) -> None:
    send(alice, "/reminders/address", address=ADDRESS)
    alice.waits(minutes=30)
    assert alice.works() == []
    assert alice.states() == ["failed"]


@ON_SQLITE
def test_another_address_starts_anew_and_ends_the_first(alice: Alice) -> None:
    alice.wants_mail()
    alice.plans("2026-11-02")
    send(alice, "/reminders/address", address="other@example.org")
    send(alice, "/reminders/address", address="third@example.org")
    alice.works()
    assert [message["to"] for message in alice.mailbox.arrived] == ["third@example.org"]
    assert sorted(alice.states()) == ["moot", "sent"]


@ON_SQLITE
def test_nobody_can_fill_a_mailbox_with_codes(alice: Alice) -> None:
    for _ in range(MOST_CODES):
        assert send(alice, "/reminders/address", address=ADDRESS) == 303
    assert send(alice, "/reminders/address", address=ADDRESS) == 429


NO_ADDRESSES = (
    "",
    "alice",
    "a@b",
    "a@b.example, c@d.example",
    "a@b.example\nBcc: c@d.example",
    "<a@b.example>",
    "\u3042@b.example",
)


@ON_SQLITE
@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_is_no_single_address_is_sent_back(alice: Alice, typed: str) -> None:
    assert send(alice, "/reminders/address", address=typed) == 422
    assert alice.mails() == []


@ON_SQLITE
def test_a_removed_address_gets_nothing(alice: Alice) -> None:
    alice.wants_mail()
    alice.plans("2026-11-02")
    assert send(alice, "/reminders/address/remove") == 303
    assert alice.works() == []


@ON_SQLITE
def test_what_is_told_and_when_is_kept(alice: Alice) -> None:
    alice.wants_mail()
    alice.plans("2026-11-02")
    fields = {"kinds": "hers", "locale": "ja", "quiet_from": "20", "quiet_until": "7"}
    assert send(alice, "/reminders/settings", **fields) == 303
    assert alice.works() == []
    assert send(alice, "/reminders/settings", **fields | {"quiet_from": "24"}) == 422


def test_she_is_asked_for_an_answer_as_often_as_she_chose(alice: Alice) -> None:
    alice.happens("received", "2026-10-30")
    alice.wants_mail(theirs=False)
    path = f"/filings/{alice.filing_id}/nudge"
    assert send(alice, path, every="10") == 303
    assert 'value="10"' in page(alice, path)
    assert [day for day, _ in alice.lives_until("2026-11-23")] == ["2026-11-12", "2026-11-22"]
    alice.happens("decision_notified", "2026-11-23", outcome="full")
    alice.wants_mail(theirs=False, hers=False)
    assert alice.lives_until("2026-12-05") == []


@ON_SQLITE
@pytest.mark.parametrize("every", ["2", "181", "ten", "-5", "1.5"])
def test_an_interval_that_cannot_be_kept_is_sent_back(alice: Alice, every: str) -> None:
    assert send(alice, f"/filings/{alice.filing_id}/nudge", every=every) == 422


@ON_SQLITE
def test_what_failed_is_said_in_plain_words(alice: Alice) -> None:
    alice.wants_mail()
    alice.plans("2026-11-02")
    alice.mailbox.on_address = lambda address: "550 Nobody here"
    alice.works()
    alice.client.cookies.set("misete_language", "en")
    shown = page(alice)
    assert "It could not be sent." in shown
    assert "Mail for this address was refused." in shown


@ON_SQLITE
def test_a_dates_words_are_sealed_and_an_address_too(alice: Alice) -> None:
    send(alice, "/reminders/dates", when="2026-11-20", note="canarynote")
    send(alice, "/reminders/address", address="canary@example.org")
    alice.works()
    for path in alice.house.settings.data_dir.iterdir():
        assert b"canary" not in path.read_bytes(), path.name


@ON_SQLITE
def test_a_stranger_finds_no_date_of_hers(alice: Alice, client_for: Callable[[str], TestClient]) -> None:
    own_id = alice.plans("2026-11-20")
    carol = client_for("carol")
    assert carol.get(f"/reminders/dates/{own_id}/edit").status_code == 404
    assert carol.post(f"/reminders/dates/{own_id}/done").status_code == 404
    assert carol.get(f"/filings/{alice.filing_id}/nudge").status_code == 404
    assert "Ask the doctor" not in carol.get("/reminders").text
