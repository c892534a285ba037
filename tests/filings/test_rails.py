"""The rail of a filing: every procedure has one, and documents lead to seeing them."""

import pytest

from app import law
from app.filings.rails import stops

S = law.FilingState


@pytest.mark.parametrize("procedure", list(law.PROCEDURES.values()), ids=lambda info: info.id)
@pytest.mark.parametrize("state", list(S))
def test_every_procedure_has_a_rail_in_every_state(procedure, state):
    rail = stops(procedure, state, ())

    assert sum(stop.is_here for stop in rail) <= 1
    assert [stop.is_done for stop in rail] == sorted((stop.is_done for stop in rail), reverse=True)


@pytest.mark.parametrize(
    ("procedure", "state", "names", "here"),
    [
        ("jp.foi.national", S.DECIDED, ["write", "arrive", "decide", "see", "after"], "see"),
        ("jp.foi.local", S.PENDING, ["write", "arrive", "decide", "see", "after"], "decide"),
        ("jp.jlis.documents", S.DISCLOSED, ["write", "arrive", "decide", "see", "after"], "after"),
        ("jp.appi.correction", S.PENDING, ["write", "arrive", "decide", "done"], "decide"),
        ("jp.basic_resident.disclosure", S.PENDING_EXTENDED, ["write", "arrive", "answer", "done"], "answer"),
        ("jp.jpki.correction", S.SENT, ["write", "arrive", "answer", "done"], "arrive"),
    ],
)
def test_a_rail_stands_where_the_filing_stands(procedure, state, names, here):
    rail = stops(law.procedure(procedure), state, ())

    assert [stop.name for stop in rail] == names
    assert [stop.name for stop in rail if stop.is_here] == [here]
