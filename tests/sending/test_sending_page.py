"""The page: answers and ticks are kept, certificates age, sending is one fact, money adds up."""

import re

import pytest
from sqlalchemy import select

from app.filings.models import Filing, FilingEvent
from app.letters import service as letters
from app.sending.models import Certificate, Cost, Desk, Sending
from tests.sending.conftest import Draft

POST = {"way": "post", "agent": "self", "identity": "photo"}
READY, NOT_READY = "ぜんぶそろいました", "まだ終わっていないこと"


def everything(draft: Draft) -> list[str]:
    return re.findall(r'name="done" value="(\w+)"', draft.page())


def ticked(draft: Draft) -> list[str]:
    return re.findall(r'name="done" value="(\w+)" checked', draft.page())


def standing_sent(draft: Draft) -> list[tuple[str, str]]:
    """The ids and days of the events that say it was sent and were not taken back."""
    with draft.house.db.reading() as session:
        rows = list(
            session.execute(select(FilingEvent).where(FilingEvent.filing_id == draft.filing_id)).scalars()
        )
        taken_back = {row.retracts_id for row in rows}
        return [
            (str(row.id), row.happened_on.isoformat())
            for row in rows
            if row.kind == "sent" and row.id not in taken_back
        ]


def chip_of(draft: Draft) -> str:
    found = re.search(r'<ul class="papers.*?</svg>(.*?)</span>', draft.page(), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_list_follows_her_answers(draft: Draft) -> None:
    assert {"id_copy", "residence_record", "receipt"} <= set(everything(draft))
    assert draft.post("answers", **POST | {"way": "counter", "identity": "no_photo"}).status_code == 303
    shown = set(everything(draft))
    assert {"ids_shown", "stamped_copy"} <= shown
    assert not {"residence_record", "receipt", "id_copy"} & shown
    draft.post("answers", **POST | {"agent": "mandate", "copies": "yes"})
    assert {"mandate", "return_envelope", "residence_record"} <= set(everything(draft))


def test_ticks_are_kept_also_of_lines_that_do_not_fit_now(draft: Draft) -> None:
    assert draft.post("ticks", done=["read_over", "receipt"]).status_code == 303
    assert ticked(draft) == ["read_over", "receipt"]
    draft.post("answers", **POST | {"way": "counter"})
    assert ticked(draft) == ["read_over"]
    draft.post("ticks", done=["stamped_copy"])
    assert ticked(draft) == ["stamped_copy"]
    draft.post("answers", **POST)
    assert ticked(draft) == ["receipt"]
    assert draft.post("ticks").status_code == 303
    assert ticked(draft) == []


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("answers", {"way": "pigeon", "agent": "self", "identity": "photo"}),
        ("answers", {}),
        ("ticks", {"done": "nothing_of_the_kind"}),
        ("days", {"planned_on": "2026-11-31"}),
        ("days", {"planned_on": "2026-11-20", "arrives_on": "2026-11-19"}),
        ("days", {"made_residence": "2026-11-14"}),  # tomorrow
        ("method", {"method": "balloon"}),
        ("method", {"tracking": "1" * 41}),
        ("sent", {"when": ""}),
        ("costs", {"cost": "postage", "yen": "much", "spent_on": "2026-11-13"}),
        ("costs", {"cost": "postage", "yen": "-5", "spent_on": "2026-11-13"}),
        ("costs", {"cost": "postage", "yen": "10000000", "spent_on": "2026-11-13"}),
        ("costs", {"cost": "bribe", "yen": "5", "spent_on": "2026-11-13"}),
        ("desk", {"address": "1\n2\n3\n4\n5"}),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_kept(draft: Draft, what: str, fields: dict) -> None:
    answer = draft.post(what, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with draft.house.db.reading() as session:
        kept = [session.execute(select(table)).first() for table in (Sending, Certificate, Cost, Desk)]
    assert kept == [None] * 4
    assert standing_sent(draft) == []


# Thirty days before 27 November is 28 October.
@pytest.mark.parametrize(
    ("made", "says"),
    [("2026-10-27", "古すぎます"), ("2026-10-28", "使えます"), ("2026-10-29", "使えます")],
)
@pytest.mark.parametrize(
    "plan", [{"planned_on": "2026-11-27"}, {"planned_on": "2026-11-20", "arrives_on": "2026-11-27"}]
)
def test_a_certificate_ages_by_the_day_of_the_request(draft: Draft, made: str, says: str, plan: dict) -> None:
    assert draft.post("days", made_residence=made, **plan).status_code == 303
    assert chip_of(draft) == says
    assert "2026-10-28" in draft.page()


def test_without_a_plan_a_certificate_is_judged_by_today(draft: Draft) -> None:
    draft.post("days", made_residence="2026-10-13")
    assert chip_of(draft) == "古すぎます"
    draft.post("days", made_residence="2026-10-14")
    assert chip_of(draft) == "使えます"
    draft.post("days", made_residence="")
    assert chip_of(draft) == "作られた日がまだ"


def test_all_ticked_is_ready_only_with_certificates_that_are_new_enough(draft: Draft) -> None:
    assert NOT_READY in draft.page()
    draft.post("ticks", done=everything(draft))
    assert NOT_READY in draft.page()
    draft.post("days", planned_on="2026-11-27", made_residence="2026-10-27")
    assert NOT_READY in draft.page()
    assert "古すぎます" in draft.page()
    draft.post("days", planned_on="2026-11-27", made_residence="2026-10-28")
    assert READY in draft.page()
    assert NOT_READY not in draft.page()


def test_a_correction_is_counted_back_from_the_last_day_of_its_window(draft: Draft) -> None:
    draft.happens("received", "2026-07-22")
    draft.happens("decision_notified", "2026-08-25", outcome="full")
    draft.happens("disclosed", "2026-09-02")
    correction = draft.beside("横浜市", "jp.appi.correction", follows=draft.filing_id)
    shown = correction.page()
    assert "までに届くようにします" in shown
    assert '<time datetime="2026-12-01">' in shown
    assert '<time datetime="2026-11-01">' in shown
    # New enough for today, too old for the last day: told, and no obstacle.
    correction.post("days", made_residence="2026-10-31")
    assert chip_of(correction) == "使えます"
    assert "取り直してください" in correction.page()
    correction.post("days", made_residence="2026-11-01")
    assert "取り直してください" not in correction.page()


def test_sending_is_recorded_once_and_can_be_taken_back(draft: Draft) -> None:
    assert draft.post("sent", when="2026-11-13").status_code == 303
    assert draft.post("sent", when="2026-11-13").status_code == 303
    assert draft.post("sent", when="2026-11-12").status_code == 303
    ((event, on),) = standing_sent(draft)
    assert on == "2026-11-13"
    shown = draft.page()
    assert f'href="/events/{event}/retract"' in shown
    assert f'action="{draft.path}/sent"' not in shown
    assert draft.client.post(f"/events/{event}/retract", data={}).status_code == 303
    assert standing_sent(draft) == []
    assert f'action="{draft.path}/sent"' in draft.page()
    draft.post("sent", when="2026-11-12")
    assert [on for _, on in standing_sent(draft)] == ["2026-11-12"]


def test_the_case_leads_here_before_and_after(draft: Draft) -> None:
    case = f"/cases/{draft.case_id}"
    assert f'<a href="{draft.path}">送るまで' in draft.client.get(case).text
    draft.post("sent", when="2026-11-13")
    assert f'<a href="{draft.path}">出し方と費用' in draft.client.get(case).text


def test_the_way_and_the_number_are_kept_and_sealed(draft: Draft) -> None:
    assert 'value="registered" id="f-method" checked' in draft.page()
    assert draft.post("method", method="recorded", tracking="123-45-67890-1").status_code == 303
    shown = draft.page()
    assert 'value="recorded" checked' in shown
    assert 'value="123-45-67890-1"' in shown
    with draft.house.db.reading() as session:
        sealed = session.get(Sending, draft.filing_id).tracking_sealed
    assert b"123-45" not in sealed
    draft.post("sent", when="2026-11-13")
    assert "追跡番号：123-45-67890-1" in draft.page()


def cost(draft: Draft, yen: str, kind: str = "postage", note: str = ""):
    return draft.post("costs", cost=kind, yen=yen, spent_on="2026-11-13", note=note)


@pytest.mark.parametrize("typed", ["480", "４８０", "480円", "¥480", " 4 8 0 ", "0,480"])
def test_an_amount_is_read_in_every_usual_writing(draft: Draft, typed: str) -> None:
    assert cost(draft, typed).status_code == 303
    assert "480円" in draft.page()


def test_money_adds_up_for_the_filing_and_for_the_case(draft: Draft) -> None:
    other = draft.beside("デジタル庁", "jp.appi.disclosure")
    cost(draft, "1,480", note="<b>Main</b> office")
    cost(draft, "20", "copies")
    cost(other, "300", "fee")
    shown = draft.page()
    assert "1,480円" in shown
    assert "1,500円" in shown
    assert "1,800円" in shown
    assert "&lt;b&gt;Main&lt;/b&gt; office" in shown
    assert "1,800円" in other.page()
    removal = re.search(r"/costs/[0-9a-f-]{36}/delete", shown)[0]
    assert "1,480円" in draft.client.get(removal).text
    assert draft.client.post(removal).status_code == 303
    draft.client.cookies.delete("misete_said")
    assert draft.client.post(removal).status_code == 404
    assert "1,480円" not in draft.page()
    assert "320円" in draft.page()


def test_the_stamp_is_offered_to_national_organs_until_a_fee_is_noted(draft: Draft) -> None:
    offer = "手数料 300円"
    assert offer not in draft.page()
    national = draft.beside("デジタル庁", "jp.appi.disclosure")
    assert offer in national.page()
    assert "施行令27条" in national.page()
    assert offer in draft.beside("総務省", "jp.foi.national").page()
    assert offer not in draft.beside("国立大学法人東京大学", "jp.appi.disclosure").page()
    cost(national, "300", "fee")
    assert offer not in national.page()


def test_the_address_of_a_desk_serves_every_filing_to_the_agency(draft: Draft) -> None:
    assert "231-0005" not in draft.client.get(f"{draft.path}/envelope").text
    kept = draft.post("desk", address=" 〒231-0005\n\n横浜市中区本町6-50-10 ", section="市民情報課")
    assert kept.status_code == 303
    again = draft.beside("横浜市", "jp.foi.local")
    for page in ("envelope", "labels"):
        shown = again.client.get(f"{again.path}/{page}").text
        assert "〒231-0005" in shown
        assert "市民情報課　御中" in shown
    assert "231-0005" not in draft.client.get(f"{draft.beside('総務省', 'jp.inquiry').path}/envelope").text
    draft.post("desk", address="〒231-0005")
    assert "横浜市　御中" in draft.client.get(f"{draft.path}/envelope").text
    draft.post("desk", address="", section="")
    with draft.house.db.reading() as session:
        assert session.execute(select(Desk)).first() is None


def test_an_agency_that_says_it_takes_no_post_is_pointed_out(draft: Draft) -> None:
    told = "受け付けないと書いています"
    assert told not in draft.page()
    refusing = next(
        name for name in ("御嵩町", "朝来市") if told in draft.beside(name, "jp.appi.disclosure").page()
    )
    assert refusing


def test_discarding_a_draft_takes_all_that_was_kept_for_it(draft: Draft) -> None:
    cost(draft, "480")
    draft.post("days", made_residence="2026-11-01")
    assert draft.client.post(f"/filings/{draft.filing_id}/discard").status_code == 303
    with draft.house.db.reading() as session:
        assert [session.execute(select(table)).first() for table in (Sending, Certificate, Cost)] == [
            None
        ] * 3


def test_every_procedure_has_its_pages(draft: Draft) -> None:
    for agency, procedure in (
        ("横浜市", "jp.appi.suspension"),
        ("地方公共団体情報システム機構", "jp.appi_private.disclosure"),
        ("地方公共団体情報システム機構", "jp.jpki.disclosure"),
        ("地方公共団体情報システム機構", "jp.jlis.documents"),
        ("東京都", "jp.basic_resident.disclosure"),
        ("横浜市", "jp.complaint"),
        ("横浜市", "jp.review"),
        ("横浜市", "jp.suit"),
    ):
        other = draft.beside(agency, procedure)
        other.page()
        for path in (
            f"{other.path}/envelope",
            f"{other.path}/labels",
            f"/filings/{other.filing_id}/carry-sheet",
        ):
            assert other.client.get(path).status_code == 200, path


def test_the_checker_keeps_nothing_and_names_the_place(draft: Draft) -> None:
    answer = draft.client.post("/certified-mail", data={"text": "お返事を\n😀待つ", "grid": "h20x26"})
    assert answer.status_code == 200
    assert "2行目の1字目" in answer.text
    assert draft.client.post("/certified-mail", data={"text": "", "grid": "h20x26"}).status_code == 422
    assert draft.client.post("/certified-mail", data={"text": "x", "grid": "1x1"}).status_code == 422


def test_the_envelope_leaves_lines_to_write_on_until_she_has_written_a_letter(draft: Draft) -> None:
    path = f"{draft.path}/envelope"
    assert 'class="write"' in draft.client.get(path).text
    with draft.house.db.writing() as session:
        person = session.execute(select(Filing.person_id)).scalar_one()
        said = {"name": "青木 澄江", "postal_code": "222-0000", "address": "横浜市港北区見本町1-2-3"}
        letters.keep_sender(session, draft.house, person, said)
    page = draft.client.get(path).text
    for words in ("青木 澄江", "〒222-0000", "横浜市港北区見本町1-2-3"):
        assert words in page
