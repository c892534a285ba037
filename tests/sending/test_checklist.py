"""The list: which lines a filing gets, by procedure, body, way and agent; and what a line must name."""

import re

import pytest

from app import law
from app.agencies.directory import directory
from app.agencies.models import Kind, Regime
from app.agencies.shipped import Entry, identify
from app.law.book import BadPack
from app.sending import packs
from app.sending.checklist import Body, Certainty, Put, body_of
from app.sending.models import Agent, CertificateKind, Identity, Way

DISCLOSURE, CORRECTION, SUSPENSION = "jp.appi.disclosure", "jp.appi.correction", "jp.appi.suspension"
PRIVATE = "jp.appi_private.disclosure"
POST, COUNTER = Way.POST, Way.COUNTER
EVERYWHERE = {"read_over", "number_masked", "copy_kept"}
BY_POST = EVERYWHERE | {"addressee", "receipt"}
AT_COUNTER = EVERYWHERE | {"stamped_copy"}
ASKED_BY_POST = BY_POST | {"same_name", "id_copy", "residence_record", "red_words"}
ASKED_AT_COUNTER = AT_COUNTER | {"same_name", "id_shown"}
PRIVATE_BY_POST = BY_POST | {"papers_private", "red_words_usual"}


def lines(procedure: str, body: Body, way: Way = POST, **more: object) -> set[str]:
    return {item.id for item in packs.lines_for(Put(procedure, body, way, **more))}


@pytest.mark.parametrize(
    ("procedure", "body", "way", "expected"),
    [
        (DISCLOSURE, Body.NATIONAL, POST, ASKED_BY_POST | {"annex", "stamp"}),
        (DISCLOSURE, Body.NATIONAL, COUNTER, ASKED_AT_COUNTER | {"annex", "stamp"}),
        (DISCLOSURE, Body.LOCAL, POST, ASKED_BY_POST | {"annex", "fee_local"}),
        (DISCLOSURE, Body.LOCAL, COUNTER, ASKED_AT_COUNTER | {"annex", "fee_local"}),
        (DISCLOSURE, Body.INCORPORATED, POST, ASKED_BY_POST | {"annex", "fee_incorporated"}),
        (CORRECTION, Body.NATIONAL, POST, ASKED_BY_POST | {"facts_proof", "no_fee"}),
        (CORRECTION, Body.LOCAL, COUNTER, ASKED_AT_COUNTER | {"facts_proof", "no_fee"}),
        (SUSPENSION, Body.NATIONAL, POST, ASKED_BY_POST | {"no_fee"}),
        (SUSPENSION, Body.LOCAL, COUNTER, ASKED_AT_COUNTER | {"no_fee"}),
        (PRIVATE, Body.BUSINESS, POST, PRIVATE_BY_POST | {"annex", "fee_private"}),
        (PRIVATE, Body.PUBLIC_CORPORATION, POST, PRIVATE_BY_POST | {"annex", "fee_private"}),
        (PRIVATE, Body.BUSINESS, COUNTER, AT_COUNTER | {"papers_private", "annex", "fee_private"}),
        ("jp.appi_private.purpose", Body.BUSINESS, POST, PRIVATE_BY_POST | {"fee_private"}),
        ("jp.appi_private.suspension", Body.BUSINESS, POST, PRIVATE_BY_POST | {"no_fee_private"}),
        (
            "jp.appi_private.correction",
            Body.BUSINESS,
            POST,
            PRIVATE_BY_POST | {"no_fee_private", "facts_proof"},
        ),
        ("jp.foi.national", Body.NATIONAL, POST, BY_POST | {"annex", "stamp_documents", "red_words_usual"}),
        ("jp.foi.local", Body.LOCAL, POST, BY_POST | {"annex", "fee_documents_local", "red_words_usual"}),
        (
            "jp.jlis.documents",
            Body.PUBLIC_CORPORATION,
            POST,
            BY_POST | {"annex", "fee_jlis", "red_words_usual"},
        ),
        ("jp.basic_resident.disclosure", Body.LOCAL, POST, BY_POST | {"papers_register", "red_words_usual"}),
        ("jp.review", Body.LOCAL, POST, BY_POST | {"papers_review", "red_words_usual"}),
        ("jp.inquiry", Body.LOCAL, POST, BY_POST),
        ("jp.complaint", Body.BUSINESS, COUNTER, AT_COUNTER),
        ("jp.suit", Body.LOCAL, COUNTER, AT_COUNTER - {"number_masked"} | {"papers_suit"}),
        ("eu.gdpr.access", Body.ABROAD, POST, BY_POST - {"number_masked"} | {"papers_abroad"}),
    ],
)
def test_a_filing_gets_its_lines(procedure: str, body: Body, way: Way, expected: set[str]) -> None:
    assert lines(procedure, body, way) == expected


@pytest.mark.parametrize("procedure", [DISCLOSURE, CORRECTION, SUSPENSION])
@pytest.mark.parametrize("way", [POST, COUNTER])
@pytest.mark.parametrize(
    ("agent", "line"),
    [
        (Agent.SELF, set()),
        (Agent.PARENT, {"family_register"}),
        (Agent.GUARDIAN, {"guardianship"}),
        (Agent.MANDATE, {"mandate"}),
    ],
)
def test_an_agent_shows_her_power(procedure: str, way: Way, agent: Agent, line: set[str]) -> None:
    of_self = lines(procedure, Body.LOCAL, way)
    assert lines(procedure, Body.LOCAL, way, agent=agent) - of_self == line


@pytest.mark.parametrize(
    ("way", "identity", "line"),
    [
        (POST, Identity.PHOTO, "id_copy"),
        (POST, Identity.NO_PHOTO, "id_copies"),
        (COUNTER, Identity.PHOTO, "id_shown"),
        (COUNTER, Identity.NO_PHOTO, "ids_shown"),
    ],
)
def test_one_paper_with_a_photo_or_two_without(way: Way, identity: Identity, line: str) -> None:
    shown = lines(DISCLOSURE, Body.LOCAL, way, identity=identity)
    assert shown & {"id_copy", "id_copies", "id_shown", "ids_shown"} == {line}


def test_a_return_envelope_is_for_copies_by_post() -> None:
    assert "return_envelope" in lines(DISCLOSURE, Body.LOCAL, copies=True)
    assert "return_envelope" not in lines(DISCLOSURE, Body.LOCAL)
    assert "return_envelope" not in lines(DISCLOSURE, Body.LOCAL, COUNTER, copies=True)


def test_the_stamp_is_for_national_organs_alone() -> None:
    stamped = {(one, body) for one in law.PROCEDURES for body in Body if "stamp" in lines(one, body)}
    assert stamped == {(DISCLOSURE, Body.NATIONAL)}
    fees = {item.id: item.fee for item in packs.items() if item.fee}
    assert fees == {"stamp": 300, "stamp_documents": 300}


@pytest.mark.parametrize(
    ("procedure", "carried"), [(DISCLOSURE, False), (CORRECTION, True), (SUSPENSION, True)]
)
def test_the_papers_of_correction_and_suspension_rest_on_article_29_too(
    procedure: str, *, carried: bool
) -> None:
    paper = next(item for item in packs.items() if item.id == "residence_record")
    articles = [(place.article, place.paragraph, place.item) for place in packs.places_of(paper, procedure)]
    assert articles == [("22", 2, "2")] + [("29", None, None)] * carried


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("横浜市", Body.LOCAL),
        ("東京都", Body.LOCAL),
        ("デジタル庁", Body.NATIONAL),
        ("国立大学法人東京大学", Body.INCORPORATED),
        ("地方公共団体情報システム機構", Body.PUBLIC_CORPORATION),
    ],
)
def test_what_sort_of_body_an_agency_is(name: str, body: Body) -> None:
    assert body_of(next(entry for entry in directory().entries if entry.name == name)) is body


def test_a_body_abroad_is_abroad_and_an_unknown_one_is_treated_as_a_business() -> None:
    entry = Entry(identify("x"), Kind.OTHER, "own", "x", "")
    assert body_of(entry) is Body.BUSINESS
    abroad = Entry(identify("y"), Kind.MUNICIPALITY, "own", "y", "", regime=Regime.ABROAD, calendar="fr")
    assert body_of(abroad) is Body.ABROAD


def test_every_procedure_has_a_list_and_one_advised_way() -> None:
    for procedure in law.PROCEDURES:
        assert lines(procedure, Body.LOCAL) >= {"read_over", "copy_kept"}
        advised = [one.id for one in packs.methods().values() if procedure in one.procedure]
        assert len(advised) == 1, procedure
        assert packs.sayings_for(procedure)


def test_every_line_is_used_by_some_filing() -> None:
    used = {
        item.id
        for procedure in law.PROCEDURES
        for body in Body
        for way in Way
        for agent in Agent
        for identity in Identity
        for item in packs.lines_for(Put(procedure, body, way, agent, identity, copies=True))
    }
    assert used == {item.id for item in packs.items()}
    assert {item.certificate for item in packs.items() if item.certificate} == set(CertificateKind)


def test_easy_sentences_are_short_and_spaced() -> None:
    texts = [text["ja_easy"] for item in packs.items() for text in (item.text, item.why)]
    texts += [text["ja_easy"] for method in packs.methods().values() for text in (method.text, method.why)]
    sentences = [part for text in texts for part in re.split(r"[。？]", text) if part]
    assert [part for part in sentences if len(part) > 60] == []


def test_the_tone_is_calm() -> None:
    texts = [words for item in packs.items() for words in (*item.text.values(), *item.why.values())]
    assert [words for words in texts if re.search(r"[!！]", words)] == []


TEXT = {"ja": "a", "ja_easy": "b", "en": "c"}
LINE = {"part": "enclose", "text": TEXT, "why": TEXT, "certainty": "advice"}


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"certainty": "law"}, "needs its article"),
        ({"certainty": "official"}, "needs the page"),
        ({"text": {"ja": "a", "en": "c"}}, "missing in ja_easy"),
        ({"when": {"procedure": ["jp.nothing"]}}, "is no procedure"),
        ({"when": {"body": ["mars"]}}, "mars is not known"),
        ({"when": {"weather": ["rain"]}}, "no part of a situation"),
        ({"colour": "red"}, "no part of a line"),
        ({"rests_on": ["order 22/9"], "certainty": "law"}, "no paragraph"),
    ],
)
def test_a_bad_line_is_refused(told: dict, fault: str) -> None:
    with pytest.raises(BadPack, match=fault):
        packs.parse_item("line", LINE | told, {})


def test_a_good_line_is_read() -> None:
    item = packs.parse_item("line", LINE | {"rests_on": ["appi 77/1"]}, {})
    assert (item.certainty, len(item.rests_on), item.text) == (Certainty.ADVICE, 1, TEXT)
