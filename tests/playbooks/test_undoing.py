"""What one act made another takes back; what she worked on since stays, and why is said (T-80)."""

import re
from datetime import date
from uuid import UUID, uuid4

from starlette.testclient import TestClient

from app.kit.crypto import Sealed
from app.kit.house import House
from app.people.models import Case
from app.reminders.models import OwnDate
from tests.playbooks.conftest import make
from tests.playbooks.test_making import counts, text_of
from tests.support.walk import ask

STAYS = re.compile(r"残るもの.*", re.DOTALL)
LETTER, FILING, HOLDING = (
    re.compile(rf"/{name}/([0-9a-f-]{{36}})") for name in ("letters", "filings", "holdings")
)


def undo(client: TestClient, made: str) -> str:
    done = client.post(f"{made}/undo")
    assert done.status_code == 303
    return done.headers["location"]


def filings_of(client: TestClient, made: str) -> list[str]:
    return list(dict.fromkeys(FILING.findall(client.get(made).text)))


def stays(client: TestClient, made: str) -> str:
    found = STAYS.search(text_of(client.get(f"{made}/undo").text))
    return found[0] if found else ""


def test_untouched_all_of_it_goes(house: House, alice: TestClient) -> None:
    made = make(alice)
    assert stays(alice, made) == ""
    assert undo(alice, made) == "/"
    assert set(counts(house).values()) == {0}
    assert alice.get(made).status_code == 404
    assert alice.post(f"{made}/undo").status_code == 404  # Twice is nothing more.


def test_what_was_sent_stays_with_its_case(house: House, alice: TestClient) -> None:
    made = make(alice)
    sent = filings_of(alice, made)[0]
    alice.post(f"/filings/{sent}/events", data={"kind": "sent", "when": "2026-11-12"})
    assert "出来事が記録されています" in stays(alice, made)
    assert undo(alice, made).startswith("/cases/")
    left = counts(house)
    assert (left["case"], left["filing"], left["letter"], left["holding"]) == (1, 1, 1, 0)
    assert undo(alice, made).startswith("/cases/")  # Once more changes nothing.
    assert counts(house) == left


def test_a_letter_that_she_changed_stays(house: House, alice: TestClient) -> None:
    made = make(alice)
    letter = LETTER.search(alice.get(made).text)[1]
    form = alice.get(f"/letters/{letter}/edit").text
    fields = dict.fromkeys(re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', form), "")
    changed = alice.post(
        f"/letters/{letter}/edit", data=fields | {"name": "別の名前", "request_items": "別の文"}
    )
    assert changed.status_code in {303, 422}
    if changed.status_code == 303:
        assert "手紙が書きかえられているか" in stays(alice, made)
        undo(alice, made)
        assert counts(house)["letter"] == 1


def test_words_that_she_changed_stay(house: House, alice: TestClient) -> None:
    made = make(alice)
    alice.post(f"/filings/{filings_of(alice, made)[1]}/edit", data={"wanted": "顔写真だけ"})
    assert "あなたが書きかえています" in stays(alice, made)
    undo(alice, made)
    assert counts(house)["filing"] == 1


def test_a_note_of_data_that_she_changed_stays(house: House, alice: TestClient) -> None:
    made = make(alice)
    holding = HOLDING.search(alice.get("/holdings").text)[1]
    words = {"category": "face_photo", "certainty": "confirmed", "words": "見た"}
    assert alice.post(f"/holdings/{holding}/edit", data=words).status_code == 303
    undo(alice, made)
    left = counts(house)
    assert (left["holding"], left["case"], left["filing"]) == (1, 1, 0)


def test_a_case_that_she_renamed_or_filled_stays(house: House, alice: TestClient) -> None:
    made = make(alice)
    case = re.search(r"/cases/([0-9a-f-]{36})", alice.get(made).text)[1]
    alice.post(f"/cases/{case}/edit", data={"title": "わたしの題"})
    undo(alice, made)
    assert (counts(house)["case"], counts(house)["filing"]) == (1, 0)


def note_a_date(house: House, case_id: UUID) -> None:
    """A date of hers that belongs to the case, as a room beside this one keeps it."""
    with house.db.writing() as session:
        case = session.get_one(Case, case_id)
        own_date = OwnDate(
            id=uuid4(),
            person_id=case.person_id,
            case_id=case_id,
            on_day=date(2026, 12, 1),
            created_at=house.clock.now(),
            note_sealed=Sealed(b"x"),
        )
        session.add(own_date)


def test_a_date_of_her_own_keeps_the_case(house: House, alice: TestClient) -> None:
    made = make(alice)
    case = re.search(r"/cases/([0-9a-f-]{36})", alice.get(made).text)[1]
    note_a_date(house, UUID(case))
    assert undo(alice, made).startswith("/cases/")
    assert (counts(house)["case"], counts(house)["filing"]) == (1, 0)


def test_what_was_thrown_away_before_is_no_hindrance(house: House, alice: TestClient) -> None:
    made = make(alice)
    gone = filings_of(alice, made)[0]
    assert alice.post(f"/filings/{gone}/discard").status_code == 303
    holding = HOLDING.search(alice.get("/holdings").text)[1]
    assert alice.post(f"/holdings/{holding}/delete").status_code == 303
    assert len(filings_of(alice, made)) == 4
    assert undo(alice, made) == "/"
    assert set(counts(house).values()) == {0}


def test_entries_that_were_made_for_it_go_along(alice: TestClient) -> None:
    start, answers, requests = "/playbooks/credit_bureaus", {}, ("bureau_request",)
    first = make(alice, start, requests, **answers)
    second = make(alice, start, requests, **answers)
    assert "CIC" in stays(alice, first)  # The second asks the same bureaus.
    undo(alice, second)
    assert stays(alice, first) == ""
    assert undo(alice, first) == "/"
    assert "CIC" not in text_of(alice.get("/agencies/search?q=CIC").text).replace("「CIC」", "")


def test_what_needs_no_paper_is_marked_as_done_once(alice: TestClient) -> None:
    made = make(alice)
    step = re.search(r'action="([^"]+/done)"', alice.get(made).text)[1]
    for _ in range(2):
        assert alice.post(step).status_code == 303
    assert "11月13日（金）にしました" in text_of(alice.get(made).text)


def test_a_step_of_another_run_is_not_there(alice: TestClient) -> None:
    first, second = make(alice), make(alice)
    step = re.search(r'action="([^"]+/done)"', alice.get(first).text)[1]
    assert ask(alice, "POST", step.replace(first, second)).status_code == 404
