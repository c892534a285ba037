"""The answer as plain values has exactly the shape of the contract."""

import json

from app import law

QUESTION = {
    "procedure": "jp.appi.disclosure",
    "as_of": "2026-12-21",
    "events": [
        {"kind": "received", "on": "2026-11-24"},
        {"kind": "extension_notified", "on": "2026-12-20", "until": "2027-01-23"},
    ],
    "options": {},
}


def test_the_example_of_the_contract_is_answered_as_printed_there():
    answer = law.answer_wire(QUESTION)

    assert {key: answer[key] for key in ("procedure", "state", "as_of", "rule_book")} == {
        "procedure": "jp.appi.disclosure",
        "state": "pending_extended",
        "as_of": "2026-12-21",
        "rule_book": "2026.11",
    }
    assert set(answer) == {
        "procedure",
        "state",
        "as_of",
        "rule_book",
        "deadlines",
        "warnings",
        "next_steps",
    }
    deadline = answer["deadlines"][0]
    plain = {key: deadline[key] for key in deadline if key not in {"steps", "citations", "assumptions"}}
    assert plain == {
        "clock": "appi.disclosure.decision",
        "cause": 0,
        "bound": "agency",
        "kind": "latest",
        "nominal": "2027-01-23",
        "due": "2027-01-25",
        "basis": "extension",
        "state": "running",
        "certainty": "statute",
    }
    step = deadline["steps"][1]
    assert {key: step[key] for key in step if key != "text"} == {
        "from": "2026-11-25",
        "days": 60,
        "to": "2027-01-23",
        "citation": {"law": "415AC0000000057", "article": "83", "paragraph": 2},
    }
    assert deadline["citations"] == [
        {"law": "129AC0000000089", "article": "140"},
        {"law": "415AC0000000057", "article": "83", "paragraph": 2},
        {"law": "129AC0000000089", "article": "142"},
    ]
    assert [each["code"] for each in deadline["assumptions"]] == ["agency_roll"]
    assert deadline["assumptions"][0]["text"]["en"].startswith("That the agency's own limit moves")


def test_the_ledger_reads_as_a_person_would_write_it():
    texts = [each["text"] for each in law.answer_wire(QUESTION)["deadlines"][0]["steps"]]

    assert [each["ja"] for each in texts] == [
        "書類が届いた日：2026年11月24日 — この日は数えません（民法140条）",
        "のばした後の期間 ＋60日 — 2026年12月20日に届いた通知の日付まで（個人情報保護法83条2項）",
        "数えた最後の日：2027年1月23日 — 土曜日にあたります",
        "役所の休みの次の日 ＋2日 — 役所の決定にもあてはめる考え方です（民法142条）",
        "この日を過ぎたら「遅れ」：2027年1月25日",
    ]
    assert texts[0]["en"] == (
        "Day the papers arrived: 24 November 2026 — This day is not counted (Civil Code Art. 140)"
    )
    assert texts[3]["en"].startswith("Next open day of the agency +2 days — ")


def test_the_ledger_of_yokohama_has_the_lines_of_the_case_page():
    question = {
        "procedure": "jp.appi.disclosure",
        "as_of": "2026-11-23",
        "events": [
            {"kind": "received", "on": "2026-10-30"},
            {"kind": "amendment_asked", "on": "2026-11-06", "until": "2026-11-20"},
            {"kind": "amendment_received", "on": "2026-11-12"},
        ],
        "options": {"calendar": "local"},
    }
    deadline = law.deadlines(law.parse_question(question)).deadlines[0]

    assert [(each.kind.value, each.days, each.to.isoformat()) for each in deadline.steps] == [
        ("start", 0, "2026-10-30"),
        ("count", 30, "2026-11-29"),
        ("pause", 6, "2026-12-05"),
        ("nominal", 0, "2026-12-05"),
        ("roll", 2, "2026-12-07"),
        ("result", 0, "2026-12-07"),
    ]
    assert deadline.steps[1].label["ja"] == "決める期間"
    assert deadline.steps[1].amount == {"ja": " ＋30日", "en": " +30 days"}
    assert deadline.steps[1].note == {"ja": "個人情報保護法83条1項", "en": "APPI Art. 83(1)"}
    assert deadline.steps[5].note == {"ja": "", "en": ""}
    worst = next(each for each in deadline.assumptions if each.code == "amendment_worst_case")
    assert worst.on.isoformat() == "2026-12-06"
    assert worst.text["ja"].endswith("期限は2026年12月6日、休みの次の日を入れて12月7日です。")


def test_what_is_inferred_says_why():
    question = {
        "procedure": "jp.appi_private.disclosure",
        "as_of": "2026-12-21",
        "events": QUESTION["events"][:1],
    }
    found = {each["clock"]: each for each in law.answer_wire(question)["deadlines"]}

    assert "reason" not in found["appi_private.suit"]
    reason = law.clock("appi_private.follow_up").reason
    assert found["appi_private.follow_up"]["reason"] == {lang: reason[lang] for lang in law.LANGUAGES}
    assert reason["en"].startswith("The Act says only")


def test_warnings_name_their_event_and_their_article():
    question = QUESTION | {
        "events": [
            {"kind": "received", "on": "2026-11-24"},
            {"kind": "extension_notified", "on": "2026-12-20", "until": "2027-01-24"},
        ]
    }

    assert law.answer_wire(question)["warnings"] == [
        {
            "code": "extension_over_cap",
            "text": {
                "ja": "延長が、延ばせる上限（2027年1月23日）を超えています。",
                "en": "The extension goes beyond the longest one allowed (23 January 2027).",
            },
            "event": 1,
            "citation": {"law": "415AC0000000057", "article": "83", "paragraph": 2},
        }
    ]


def test_a_warning_about_an_option_belongs_to_no_event():
    warning = law.answer_wire(QUESTION | {"options": {"decision_days": 31}})["warnings"][0]

    assert (warning["code"], "event" in warning) == ("option_over_cap", False)
    assert warning["text"]["en"] == "31 days go beyond the Act's 30. 30 days were counted."
    assert warning["citation"] == {"law": "415AC0000000057", "article": "108"}


def test_next_steps_say_what_by_when_and_why():
    assert law.answer_wire(QUESTION)["next_steps"] == [
        {
            "id": "wait_for_decision",
            "by": "2027-02-01",
            "text": {"ja": "決定の通知を待つ", "en": "Wait for the decision"},
            "why": {
                "ja": "決めた日から手紙が着くまで数日かかります。"
                "進み具合は、いつでも聞けます。この日までに何も来なければ、聞いてみましょう。",
                "en": "The letter takes some days. "
                "You may ask at any time; if nothing has come by this day, do ask.",
            },
        }
    ]


def test_her_own_limit_is_named_by_the_count_and_not_by_the_fallback():
    question = {
        "procedure": "jp.appi.disclosure",
        "as_of": "2026-12-01",
        "events": [{"kind": "decision_notified", "on": "2026-11-30", "outcome": "full"}],
    }
    answer = law.answer_wire(question)

    assert (answer["deadlines"][0]["nominal"], answer["deadlines"][0]["due"]) == ("2026-12-30", "2027-01-04")
    assert answer["next_steps"][0]["by"] == "2026-12-30"
    labels = [each["text"]["ja"].split("：")[0] for each in answer["deadlines"][0]["steps"]]
    assert labels[-1] == "法律では、休みの次の日まで延びます"
    assert "この日までにすると安心です" in labels


def test_an_item_and_a_worst_case_are_written_out():
    question = QUESTION | {
        "events": [
            {"kind": "received", "on": "2026-11-24"},
            {"kind": "amendment_asked", "on": "2026-11-30", "until": "2026-12-10"},
            {"kind": "exception_notified", "on": "2026-12-20", "until": "2027-05-31"},
        ]
    }
    answer = law.answer_wire(question)

    rest = next(each for each in answer["deadlines"] if each["clock"] == "appi.disclosure.decision.rest")
    assert rest["citations"] == [{"law": "415AC0000000057", "article": "84", "item": "2"}]
    plain = answer["deadlines"][0]
    assert [each.get("on") for each in plain["assumptions"]][:1] == ["2027-01-15"]


def test_the_answer_is_json_and_the_error_too():
    assert json.loads(json.dumps(law.answer_wire(QUESTION)))
    try:
        law.answer_wire(QUESTION | {"procedure": "x"})
    except law.BadQuestion as error:
        wire = law.error_wire(error)
    wire = json.loads(json.dumps(wire))["error"]
    assert (wire["code"], wire["where"]) == ("unknown_procedure", "procedure")
    assert wire["message"] == wire["text"]["en"]
    assert wire["message"].startswith("There is no procedure “x”. Use jp.appi.disclosure, ")
    assert wire["text"]["ja"].startswith("「x」という手続きはありません。使えるのは ")
