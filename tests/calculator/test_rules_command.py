"""`misete rules` names every clock that was promised, shows what one rests on, and checks the book."""

import io
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from app import law
from app.calculator.rules_command import check_rules, list_rules, show_rule
from app.cli import program

PROMISED = yaml.safe_load((Path(__file__).parents[1] / "law" / "contract_clocks.yaml").read_text("utf-8"))


def run(command, *given) -> tuple[int, str]:
    out = io.StringIO()
    first = given[:-1] if command is show_rule else ()
    return command(*first, out, *given[len(first) :]), out.getvalue()


def listed(lang="en"):
    return [line.split(maxsplit=3) for line in run(list_rules, lang)[1].splitlines()]


def test_the_list_names_every_clock_of_the_contract():
    of_japan = {
        clock for info in law.PROCEDURES.values() if info.id.startswith("jp.") for clock in info.clocks
    }
    named = {line[0] for line in listed()}

    assert of_japan <= named
    assert of_japan == {*PROMISED["contract"], *PROMISED["added"]}
    assert named - of_japan <= set(PROMISED["abroad"])


def test_a_line_of_the_list_says_whom_it_binds_and_what_it_is():
    line = next(line for line in listed() if line[0] == "foi.more_disclosure")

    assert line == ["foi.more_disclosure", "requester", "latest", "Request for further access"]
    assert ["foi.more_disclosure", "requester", "latest", "更に見せてもらう申出（文書）"] in listed("ja")


def test_a_clock_is_shown_with_its_values_articles_and_texts():
    status, out = run(show_rule, "foi.decision", "en")

    assert status == 0
    assert "foi.decision — Decision on access to documents" in out
    assert "agency, latest, statute, rolls: agency" in out
    assert (
        "period: 2001-04-01.. 30d Act on Access to Information Held by Administrative Organs Art. 10(1)"
        in out
    )
    assert "開示請求があった日から三十日以内にしなければならない。" in out
    assert "https://laws.e-gov.go.jp/law/411AC0000000042" in out
    assert "  ? What the first agency did is deemed done by the second one" in out


def test_months_are_shown_as_months_and_coming_changes_are_told():
    assert " 3m 行政不服審査法18条1項 [statute]" in run(show_rule, "review.request", "ja")[1]
    out = run(show_rule, "appi.disclosure.decision", "en")[1]
    assert "! The main part of the 2026 amendment of the APPI" in out
    assert "The day is left to a cabinet order" in out
    assert "amendment of the APPI" not in run(show_rule, "review.request", "en")[1]


def test_only_the_cited_paragraph_of_an_article_is_shown():
    out = run(show_rule, "review.request.objective", "ja")[1]

    assert "翌日から起算して一年を経過したとき" in out
    assert "翌日から起算して三月" not in out


def test_a_rule_without_text_says_where_it_is_to_be_read():
    out = run(show_rule, "jlis.documents.decision", "en")[1]

    assert "30d J-LIS rules on access to information [official_guidance]" in out
    assert "2026-11-23 https://www.j-lis.go.jp/about/disclosure/kaiji_seikyu.html" in out


@pytest.mark.parametrize("clock", list(law.CLOCKS))
@pytest.mark.parametrize("lang", law.LANGUAGES)
def test_every_clock_can_be_shown(clock, lang):
    status, out = run(show_rule, clock, lang)

    assert status == 0
    assert out.startswith(f"{clock} — ")


def test_a_clock_that_is_not_there_is_said_to_be_missing():
    status, out = run(show_rule, "nothing", "en")

    assert status == 2
    assert out == "There is no clock nothing. See them all with misete rules list.\n"


def test_the_check_finds_no_fault():
    status, out = run(check_rules, date(2026, 3, 1), "en")

    assert status == 0
    assert out.splitlines()[-1] == f"Rule book {law.version()}: {len(law.CLOCKS)} clocks loaded, no fault."
    assert not [line for line in out.splitlines() if line.startswith("!!")]


def test_a_faulty_book_ends_the_check_with_a_fault(monkeypatch):
    fault = law.Finding(serious=True, phrase=law.check_book(date(2026, 12, 1))[0].phrase)
    monkeypatch.setattr(law, "check_book", lambda today: (fault,))

    status, out = run(check_rules, date(2026, 3, 1), "en")
    assert status == 1
    assert out.startswith("!! ")
    assert "no fault" not in out


def test_the_command_line_knows_the_three(monkeypatch):
    monkeypatch.setenv("MISETE_TODAY", "2026-11-25")
    runner = CliRunner()

    assert runner.invoke(program, ["rules", "list", "--lang", "ja"]).exit_code == 0
    shown = runner.invoke(program, ["rules", "show", "foi.decision"])
    assert (shown.exit_code, "foi.decision" in shown.output) == (0, True)
    assert runner.invoke(program, ["rules", "show", "nothing"]).exit_code == 2
    checked = runner.invoke(program, ["rules", "check"])
    assert checked.exit_code == 0
    assert "Holidays are known only up to" in checked.output
