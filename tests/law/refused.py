"""Questions that are refused, with the code and the place of each refusal."""

from collections.abc import Iterator

from app import law


def ask(**changes):
    question = {
        "procedure": "jp.appi.disclosure",
        "as_of": "2026-12-01",
        "events": [{"kind": "received", "on": "2026-11-24"}],
    }
    return law.parse_question(question | changes)


def event(**details):
    return [{"kind": "received", "on": "2026-11-24"} | details]


REFUSED = [
    ({"procedure": "jp.nothing"}, "unknown_procedure", "procedure"),
    ({"procedure": 3}, "unknown_procedure", "procedure"),
    ({"procedure": ["jp.review"]}, "unknown_procedure", "procedure"),
    ({"procedure": None}, "missing", "procedure"),
    ({"as_of": None}, "missing", "as_of"),
    ({"as_of": "today"}, "bad_date", "as_of"),
    ({"as_of": "2101-01-01"}, "date_out_of_range", "as_of"),
    ({"today": "2026-11-24"}, "unknown_field", "today"),
    ({"events": "received"}, "not_a_list", "events"),
    ({"events": {}}, "not_a_list", "events"),
    ({"events": ["received"]}, "not_a_mapping", "events[0]"),
    ({"events": event() * 501}, "too_many_events", "events"),
    ({"events": event(kind="arrived")}, "unknown_event", "events[0].kind"),
    ({"events": event(kind=None)}, "missing", "events[0].kind"),
    ({"events": event(kind=["received"])}, "unknown_event", "events[0].kind"),
    ({"events": event(date="2026-11-24")}, "unknown_field", "events[0].date"),
    ({"events": event(on=None)}, "missing", "events[0].on"),
    ({"events": event(on="2026-02-30")}, "bad_date", "events[0].on"),
    ({"events": event(on="2026-1-5")}, "bad_date", "events[0].on"),
    ({"events": event(on="20261124")}, "bad_date", "events[0].on"),
    ({"events": event(on="2026-W48-2")}, "bad_date", "events[0].on"),
    ({"events": event(on="２０２６-11-24")}, "bad_date", "events[0].on"),
    ({"events": event(on="2026-11-24 ")}, "bad_date", "events[0].on"),
    ({"events": event(on=20261124)}, "bad_date", "events[0].on"),
    ({"events": event(on="1989-01-07")}, "date_out_of_range", "events[0].on"),
    ({"events": event(on="2056-12-02")}, "date_out_of_range", "events[0].on"),
    ({"events": event(until="2056-12-02")}, "date_out_of_range", "events[0].until"),
    ({"events": event(until="2026-11-23")}, "until_before_on", "events[0].until"),
    ({"events": event(decided_on="2026-11-25")}, "decided_after_on", "events[0].decided_on"),
    ({"events": event(decided_on="never")}, "bad_date", "events[0].decided_on"),
    ({"events": event(outcome="granted")}, "unknown_outcome", "events[0].outcome"),
    ({"events": event(outcome=[])}, "unknown_outcome", "events[0].outcome"),
    ({"events": event(clock="appi.correction.decision")}, "unknown_clock", "events[0].clock"),
    ({"events": event(clock=3)}, "unknown_clock", "events[0].clock"),
    ({"events": event(to=3)}, "bad_text", "events[0].to"),
    ({"events": event(to="庁" * 201)}, "bad_text", "events[0].to"),
    ({"events": event() + event()}, "duplicate_event", "events[1]"),
    ({"events": event(kind="date_given", clock="review.request")}, "missing", "events[0].until"),
    ({"events": event(kind="date_given", until="2026-12-24")}, "missing", "events[0].clock"),
    ({"options": []}, "not_a_mapping", "options"),
    ({"options": {"days": 3}}, "unknown_option", "options.days"),
    ({"options": {"decision_days": 0}}, "bad_option", "options.decision_days"),
    ({"options": {"decision_days": "a"}}, "bad_option", "options.decision_days"),
    ({"options": {"decision_days": "-1"}}, "bad_option", "options.decision_days"),
    ({"options": {"decision_days": 3651}}, "bad_option", "options.decision_days"),
    ({"options": {"decision_days": True}}, "bad_option", "options.decision_days"),
    ({"options": {"decision_days": 14.5}}, "bad_option", "options.decision_days"),
    ({"options": {"extension_days": -1}}, "bad_option", "options.extension_days"),
    ({"options": {"exception_days": 0}}, "bad_option", "options.exception_days"),
    ({"options": {"count_mode": "next"}}, "bad_option", "options.count_mode"),
    ({"options": {"count_mode": ["excl"]}}, "bad_option", "options.count_mode"),
    ({"options": {"calendar": "mars"}}, "bad_option", "options.calendar"),
    ({"options": {"closed_days": 3}}, "bad_option", "options.closed_days"),
    ({"options": {"closed_days": ["x"]}}, "bad_date", "options.closed_days"),
    ({"options": {"closed_days": ["2026-12-28"] * 1001}}, "bad_option", "options.closed_days"),
    ({"options": {"provision_record": 1}}, "bad_option", "options.provision_record"),
    ({"options": {"by_post": "yes"}}, "bad_option", "options.by_post"),
    ({"options": {"by_post": []}}, "bad_option", "options.by_post"),
]


def sentences() -> Iterator[str]:
    """What each refused question is told, in every language."""
    for changes, _, _ in REFUSED:
        try:
            ask(**changes)
        except law.BadQuestion as error:
            yield f"{error.where}: {error.code}: {error.text['en']} / {error.text['ja']}"
