"""Every sentence and every rule of the book is used: some filing is told it, some code reads it."""

import pytest
from scenarios_told import questions_of_scenarios

from app import law
from app.law import book, ledger
from app.law.book import ClockInfo, clocks, counting
from app.law.files import read_yaml
from app.law.phrases import Phrase


def _phrases(value):
    """Every phrase in an answer, those that fill another one too."""
    if isinstance(value, Phrase):
        yield value.key
        for _, filling in value.values:
            yield from _phrases(filling)
    elif isinstance(value, tuple):
        for each in value:
            yield from _phrases(each)


@pytest.fixture(scope="module")
def said():
    """The keys of every sentence that the scenarios are answered with."""
    answers = [law.deadlines(question) for _, question in questions_of_scenarios()]
    return {key for answer in answers for key in _phrases(answer)}


@pytest.mark.parametrize("group", ["step", "reason", "assume", "warn", "next"])
def test_every_sentence_of_an_answer_is_said_in_some_scenario(said, group):
    written = {f"{group}.{key}" for key in read_yaml("phrases.yaml")[group]}

    assert written - said == set()


def test_every_value_of_the_rule_book_is_read_by_some_scenario(monkeypatch):
    read = set()
    look, cite = ClockInfo.rule, book.counting

    def rule(info, name, on):
        read.add((info.id, name))
        return look(info, name, on)

    class Noted(dict):
        def __getitem__(self, name):
            read.add(("counting", name))
            return super().__getitem__(name)

    monkeypatch.setattr(ClockInfo, "rule", rule)
    monkeypatch.setattr(ledger, "counting", lambda: Noted(cite()))
    ledger.cited.cache_clear()
    for _, question in questions_of_scenarios():
        law.deadlines(question)
    ledger.cited.cache_clear()

    written = {(info.id, name) for info in clocks().values() for name in info.rules}
    written |= {("counting", name) for name in counting()}
    assert written - read == set()


def _warned(procedure, events, code, as_of="2027-12-01", **options):
    question = {"procedure": procedure, "as_of": as_of, "events": events, "options": options}
    answer = law.deadlines(law.parse_question(question))
    return [law.citation_label(each.citation)["en"] for each in answer.warnings if each.code == code]


RECEIVED = {"kind": "received", "on": "2026-10-30"}
REFUSED = {
    "kind": "decision_notified",
    "on": "2026-11-24",
    "decided_on": "2026-11-20",
    "outcome": "refused",
}
GRANTED = REFUSED | {"outcome": "full"}
SHOWN = {"kind": "disclosed", "on": "2026-12-01"}


@pytest.mark.parametrize(
    ("events", "cited"),
    [
        (
            [REFUSED, {"kind": "review_filed", "on": "2027-02-25"}],
            "Administrative Complaint Review Act Art. 18(1)",
        ),
        (
            [REFUSED, {"kind": "suit_filed", "on": "2027-05-25"}],
            "Administrative Case Litigation Act Art. 14(1)",
        ),
        ([GRANTED, {"kind": "implementation_requested", "on": "2026-12-25"}], "APPI Art. 87(4)"),
        ([GRANTED, SHOWN, {"kind": "correction_filed", "on": "2027-03-02"}], "APPI Art. 90(3)"),
        ([GRANTED, SHOWN, {"kind": "suspension_filed", "on": "2027-03-02"}], "APPI Art. 98(3)"),
    ],
)
def test_what_she_did_late_names_the_article_of_the_limit(events, cited):
    assert _warned("jp.appi.disclosure", [RECEIVED, *events], "filed_late") == [cited]


def test_an_amendment_that_was_late_names_its_article():
    asked = {"kind": "amendment_asked", "on": "2026-11-06", "until": "2026-11-20"}
    came = {"kind": "amendment_received", "on": "2026-11-21"}

    assert _warned("jp.appi.correction", [RECEIVED, asked, came], "filed_late") == ["APPI Art. 91(3)"]


@pytest.mark.parametrize(
    ("procedure", "cited"),
    [
        ("jp.appi.disclosure", "APPI Art. 83(1)"),
        ("jp.appi.correction", "APPI Art. 94(1)"),
        ("jp.appi.suspension", "APPI Art. 102(1)"),
    ],
)
def test_a_late_decision_names_the_article_of_the_duty(procedure, cited):
    late = {"kind": "decision_notified", "on": "2026-12-02", "outcome": "refused"}

    assert _warned(procedure, [RECEIVED, late], "decision_late") == [cited]


def test_a_disclosure_inside_the_gap_names_its_article():
    objected = {"kind": "third_party_objected", "on": "2026-11-10"}

    found = _warned("jp.appi.disclosure", [RECEIVED, objected, GRANTED, SHOWN], "disclosed_before_gap")
    assert found == ["APPI Art. 86(3)"]


def test_a_review_before_its_time_names_article_49():
    early = {"kind": "review_filed", "on": "2026-11-10"}

    found = _warned("jp.appi.disclosure", [RECEIVED, early], "review_too_early")
    assert found == ["Administrative Complaint Review Act Art. 49(1)"]


@pytest.mark.parametrize(
    ("procedure", "code"),
    [
        ("jp.appi.suspension", "provision_record_no_suspension"),
        ("jp.appi.correction", "provision_record_no_transfer"),
    ],
)
def test_records_of_information_provision_name_the_my_number_act(procedure, code):
    moved = {"kind": "transferred", "on": "2026-11-05"}

    found = _warned(procedure, [RECEIVED, moved], code, provision_record=True)
    assert found == ["My Number Act Art. 31"]


def test_a_paper_may_date_what_the_law_leaves_to_it():
    of_japan = {
        clock for info in law.PROCEDURES.values() if info.id.startswith("jp.") for clock in info.clocks
    }

    assert {clock for clock in of_japan if law.is_datable(clock)} == {
        "appi.disclosure.decision",
        "appi.disclosure.decision.part",
        "appi.disclosure.decision.rest",
        "appi.correction.decision",
        "appi.correction.decision.exception",
        "appi.suspension.decision",
        "appi.suspension.decision.exception",
        "appi.amendment",
        "foi.decision",
        "foi.decision.part",
        "foi.decision.rest",
        "foi.amendment",
        "foi.local.decision",
        "foi.local.decision.part",
        "foi.local.decision.rest",
        "foi.local.amendment",
        "basic_resident.disclosure",
        "jpki.disclosure",
        "jlis.documents.decision",
        "jlis.documents.amendment",
        "review.date_given",
        "suit.date_given",
    }


def test_a_clock_that_is_not_in_the_book_is_not_datable():
    with pytest.raises(KeyError):
        law.is_datable("nothing")


@pytest.mark.parametrize("procedure", ["jp.review", "jp.suit", "jp.inquiry", "jp.complaint"])
def test_where_no_day_is_counted_the_papers_are_only_kept(procedure):
    question = {"procedure": procedure, "as_of": "2026-11-24"}
    step = law.deadlines(law.parse_question(question)).next_steps[0]

    assert step.id == "send_request"
    assert step.why["en"] == "Keep the days of sending and arrival; they may matter later."
    assert law.state("sent", procedure).about == step.why


@pytest.mark.parametrize("procedure", [None, "jp.appi.disclosure", "jp.appi_private.purpose"])
def test_where_days_are_counted_the_state_says_from_when(procedure):
    assert "from their arrival" in law.state("sent", procedure).about["en"]
    assert law.state("pending", procedure) == law.state("pending")
