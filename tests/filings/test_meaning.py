"""The panel of a case: what an answer means, what to check, and what can be done until when (T-70)."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from uuid import UUID

import pytest
from sqlmodel import Session

from app import law
from app.filings import case_page, docket, reactor, service
from app.filings.choices import Timing
from app.filings.reactor import Panel
from app.filings.reading import Reader
from app.filings.service import Wish
from app.people import access
from app.people.models import Case
from tests.filings import situations
from tests.filings.conftest import Story
from tests.support import things

pytestmark = pytest.mark.today(situations.TODAY)

ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# What is told only where nothing nearer is, and what is told once another filing follows (tested above).
PLAIN = {"pending", "amendment", "extended", "exception", "overdue", "disclosed", "granted", "partial"}
PLAIN |= {"refused", "existence_refused", "not_held", "inadmissible", "private_refused"}
FOLLOWED = {"in_review_of_this", "in_court", "determination_on_this"}
LINK = re.compile(r'<a [^>]*href="([^"]+)"')


@pytest.fixture
def yokohama(story: Story) -> Story:
    """The city discloses a part, because of other people, and says nothing about a review."""
    story.happens("received", "2026-10-30")
    story.happens("extension_notified", "2026-11-20", until=date(2026, 12, 25))
    story.happens(
        "decision_notified",
        "2026-12-21",
        decided_on=date(2026, 12, 18),
        outcome="partial",
        grounds=("78-1-2",),
        lacks=("instruction",),
    )
    return story


def panel_of(page: str) -> str:
    """The part of the case page that says what the answers mean."""
    found = re.search(r'<section class="sec" id="imi".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def links(part: str) -> list[str]:
    return [unescape(href) for href in LINK.findall(part)]


def days(part: str) -> set[str]:
    return set(re.findall(r'<time datetime="([\d-]+)"', part))


def test_a_partial_decision_without_instructions_names_the_outer_days_and_opens_the_review(
    yokohama: Story,
) -> None:
    part = panel_of(yokohama.page())
    # To see it, review and suit from the notice, and a year from the decision for each of the two.
    assert {"2027-01-20", "2027-03-21", "2027-06-21", "2027-12-18"} == days(part)
    assert part.count('<time datetime="2027-12-18">') == 2
    assert "78条1項2号（ほかの人の情報）" in part
    assert "行政不服審査法83条1項" in part
    review = next(link for link in links(part) if "procedure=jp.review" in link)
    form = yokohama.client.get(review)
    assert form.status_code == 200
    assert re.search(r'value="jp.review"[^>]* checked', form.text)
    assert "2026年12月18日（金）付けの決定（一部だけ認める（一部開示など））" in form.text
    assert "The photo taken for my card" in form.text


def test_the_same_in_english(yokohama: Story) -> None:
    yokohama.client.post("/language", data={"locale": "en", "next": "/"})
    part = panel_of(yokohama.page())
    assert "Art. 78(1) item 2" in part
    assert "It does not say where and by when to contest it" in part
    assert {"2027-01-20", "2027-03-21", "2027-06-21", "2027-12-18"} == days(part)
    assert not re.search(r"[\u3040-\u30ff]", re.sub(r"「[^」]*」", "", part.replace("横浜市", "")))


def test_a_review_already_begun_is_led_on_and_one_on_its_way_is_not_offered_again(yokohama: Story) -> None:
    review = yokohama.follow("jp.review")
    part = panel_of(yokohama.page())
    assert f"/filings/{review}/events/new?kind=sent" in links(part)
    assert not [link for link in links(part) if "procedure=jp.review" in link]
    yokohama.happens("sent", "2026-12-23", review)
    part = panel_of(yokohama.page())
    assert "この決定を、審査請求で争っています" in part
    assert not [link for link in links(part) if "procedure=jp.review" in link]
    yokohama.happens("withdrawn", "2026-12-24", review)
    assert [link for link in links(panel_of(yokohama.page())) if "procedure=jp.review" in link]


def test_a_determination_is_explained_in_the_review_and_pointed_to_in_the_first_filing(
    yokohama: Story,
) -> None:
    review = yokohama.follow("jp.review")
    yokohama.happens("sent", "2026-12-22", review)
    yokohama.happens(
        "determination_notified", "2026-12-24", review, decided_on=date(2026, 12, 23), outcome="refused"
    )
    part = panel_of(yokohama.page())
    assert "審査請求が退けられました（棄却）" in part
    assert "この決定についての裁決が届いています" in part
    assert {"2027-06-24", "2027-12-23"} <= days(part)


def test_what_can_be_begun_again_takes_the_old_words_along(story: Story) -> None:
    story.happens("received", "2026-11-20")
    story.happens("decision_notified", "2026-12-18", decided_on=date(2026, 12, 17), outcome="inadmissible")
    again = next(link for link in links(panel_of(story.page())) if "like=" in link)
    form = story.client.get(again).text
    assert "The photo taken for my card" in form
    assert re.search(r'value="jp.appi.disclosure"[^>]* checked', form)


def test_after_a_disclosure_the_correction_begins_with_its_day(story: Story) -> None:
    story.happens("received", "2026-11-20")
    story.happens("decision_notified", "2026-12-18", decided_on=date(2026, 12, 17), outcome="full")
    story.happens("disclosed", "2026-12-22")
    part = panel_of(story.page())
    assert "2027-03-22" in days(part)
    for procedure in ("jp.appi.correction", "jp.appi.suspension"):
        link = next(link for link in links(part) if procedure in link)
        assert "2026年12月22日（火）に見せてもらった記録" in story.client.get(link).text
    assert any(link.startswith("/holdings/new?") for link in links(part))


def test_a_record_of_provision_offers_no_suspension(story: Story) -> None:
    with story.house.db.writing() as session:
        case = access.find(session, story.actor, Case, story.case_id, "edit")
        wish = Wish(things.agency_named(things.CITY), "jp.appi.disclosure", provision_record=True)
        filing = service.begin_filing(session, story.house, case, wish)
    story.happens("received", "2026-11-20", filing.id)
    story.happens("disclosed", "2026-12-22", filing.id)
    hers = [link for link in links(panel_of(story.page())) if str(filing.id) in link]
    assert [link for link in hers if "jp.appi.correction" in link]
    assert not [link for link in hers if "jp.appi.suspension" in link]


@pytest.mark.parametrize(
    ("received", "said"), [("2026-11-17", "郵送の途中"), ("2026-11-16", "決定の期限が過ぎています")]
)
def test_seven_days_of_the_post_are_allowed_before_lateness_is_told(
    story: Story, received: str, said: str
) -> None:
    # Thirty days end on 17 December, seven days ago, or on the 16th, eight days ago.
    story.happens("received", received)
    assert said in panel_of(story.page())


def test_at_most_one_button_stands_out(yokohama: Story) -> None:
    assert panel_of(yokohama.page()).count('class="btn go"') == 1
    yokohama.happens("implementation_requested", "2026-12-22")
    # Now the nearest act of hers, the review, has its own button above.
    page = yokohama.page()
    assert panel_of(page).count('class="btn go"') == 0
    assert 'class="btn go" href="/filings/new?follows=' in page


def test_after_recording_the_page_leads_to_the_panel(story: Story) -> None:
    answer = story.client.post(
        f"/filings/{story.filing_id}/events", data={"kind": "received", "when": "2026-12-20"}
    )
    assert '<a href="#imi">' in story.client.get(answer.headers["location"]).text
    assert '<a href="#imi">' not in story.page(), "it is said once"


# Every situation


@pytest.fixture
def lives(story: Story) -> Iterator[Callable[[], list[tuple[str, UUID]]]]:
    """One case for each situation; their names and ids."""

    def live() -> list[tuple[str, UUID]]:
        with story.house.db.writing() as session:
            return [(name, _live(session, story, *told)) for name, *told in situations.all_situations()]

    return live


def _live(session: Session, story: Story, procedure: str, events: list[service.Facts]) -> UUID:
    case = things.open_case(session, story.house, story.actor)
    wish = Wish(things.agency_named(situations.agency_of(procedure)), procedure)
    filing = service.begin_filing(session, story.house, case, wish)
    for facts in events:
        service.record_event(session, story.house, story.actor, filing, facts)
    return case.id


def panels_of(story: Story, case_id: UUID) -> list[Panel]:
    with story.house.db.reading() as session:
        case = access.find(session, story.actor, Case, case_id, "view")
        reader = Reader(story.house.vault.person(case.person_id), case.person_id)
        view = case_page.view(docket.of_case(session, case_id), reader, story.house.clock.today())
        return reactor.panels(view)


@ON_ONE
def test_every_link_opens_for_its_owner_with_its_procedure_chosen_and_for_nobody_else(
    story: Story, lives, client_for
) -> None:
    carol = client_for("carol")
    for name, case_id in lives():
        part = panel_of(story.client.get(f"/cases/{case_id}").text)
        assert links(part), name
        for link in links(part):
            form = story.client.get(link)
            assert form.status_code == 200, (name, link)
            if wanted := re.search(r"procedure=([\w.]+)", link):
                assert re.search(rf'value="{re.escape(wanted[1])}"[^>]* checked', form.text), (name, link)
            # The search is for everybody; the case only travels with it.
            if not link.startswith("/agencies/"):
                assert carol.get(link).status_code == 404, (name, link)


@ON_ONE
def test_every_day_of_a_panel_is_the_laws(story: Story, lives: Callable) -> None:
    for name, case_id in lives():
        for panel in panels_of(story, case_id):
            answer = panel.filing.answer
            assert panel.lead.means
            assert panel.check
            assert panel.can_do, name
            for line in (line for choice in panel.can_do for line in choice.lines if line.dated):
                deadline = line.dated.deadline
                assert deadline in answer.deadlines
                advised = {step.by for step in answer.next_steps if step.cause == deadline.cause}
                assert line.day in {deadline.nominal, deadline.due} | advised, name
                if line.timing is Timing.UNTIL:
                    assert line.day <= deadline.nominal, name


@ON_ONE
def test_no_next_step_of_the_law_is_lost(story: Story, lives: Callable) -> None:
    for name, case_id in lives():
        for panel in panels_of(story, case_id):
            clocks = {line.dated.clock.id for choice in panel.can_do for line in choice.lines if line.dated}
            steps = {step for choice in panel.can_do for step in choice.steps}
            for step in panel.filing.answer.next_steps:
                told = step in panel.also or step.id in steps
                assert told or (step.clock or "").removesuffix(".objective") in clocks, (name, step.id)


@ON_ONE
def test_every_reason_but_those_that_wait_is_told_somewhere(story: Story, lives: Callable) -> None:
    told = {
        reason.id
        for _, case_id in lives()
        for panel in panels_of(story, case_id)
        for reason in panel.meanings
    }
    waiting = {
        each.id
        for each in reactor.reasons().values()
        if not any(each.when.fits(procedure) for procedure in law.PROCEDURES.values())
    }
    warned = {each.id for each in reactor.reasons().values() if each.when.warning}
    # Without a procedure: they serve those for which nothing nearer is told.
    plain = {
        each.id
        for each in reactor.reasons().values()
        if each.when.is_lead and not each.when.procedure and each.id not in told
    }
    assert plain <= {*PLAIN, *FOLLOWED}
    assert set(reactor.reasons()) - told - waiting - warned - plain == set()
