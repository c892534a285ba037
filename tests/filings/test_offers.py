"""Each body is offered what may be asked of it, and nothing else."""

import pytest

from app import law
from app.agencies.directory import directory
from app.filings import offers

DOCUMENTS = {"jp.foi.national", "jp.foi.local", "jp.jlis.documents"}
REGISTERS = {"jp.basic_resident.disclosure", "jp.jpki.disclosure"}


def offered(name: str) -> set[str]:
    return set(offers.procedures_of(next(each for each in directory().entries if each.name == name)))


@pytest.mark.parametrize(
    ("name", "documents", "registers"),
    [
        ("横浜市", {"jp.foi.local"}, set()),
        ("神奈川県", {"jp.foi.local"}, {"jp.basic_resident.disclosure"}),
        ("総務省", {"jp.foi.national"}, set()),
        ("地方公共団体情報システム機構", {"jp.jlis.documents"}, REGISTERS),
        ("日本電気株式会社", set(), set()),
    ],
)
def test_documents_and_registers_are_asked_where_they_are(
    name: str, documents: set[str], registers: set[str]
) -> None:
    assert offered(name) & DOCUMENTS == documents
    assert offered(name) & REGISTERS == registers


def test_every_procedure_that_can_begin_here_is_offered_by_some_body() -> None:
    bodies = ("横浜市", "神奈川県", "総務省", "地方公共団体情報システム機構", "日本電気株式会社")
    everything = set().union(*map(offered, bodies))
    here = {
        each.id for each in law.PROCEDURES.values() if not each.not_reviewed and offers.can_begin(each.id)
    }
    assert here == everything
