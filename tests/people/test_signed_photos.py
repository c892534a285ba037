"""The photo of a signed sheet: sealed with her key, tied to its consent, shown to who may read (T-50)."""

import io
import re
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.documents.grant_models import GrantDocument
from app.documents.models import Document
from app.groups.models import Role
from app.people import claims
from app.people.models import Client
from tests.groups.conftest import Circle
from tests.people.signing import Paper, entered_by_bob
from tests.support import files
from tests.support.dump import dump
from tests.support.walk import likeness


@pytest.fixture
def paper(circle: Circle) -> Paper:
    """A client with a consent on paper that bob recorded; he leads her case."""
    made = entered_by_bob(circle)
    assert made.record().status_code == 303
    return made


def photos(paper: Paper) -> str:
    return f"{paper.path}/consents/{paper.grants()[0].id}/photos"


def add(paper: Paper, name: str = "bob", content: bytes | None = None, called: str = "sheet.jpg"):
    chosen = {"file": (called, content or files.jpeg(), "application/octet-stream")}
    return paper.by(name).post(photos(paper), files=chosen)


def kept(paper: Paper) -> list[UUID]:
    with paper.circle.house.db.reading() as session:
        return list(session.execute(select(GrantDocument.document_id)).scalars())


def noted(paper: Paper) -> list[str]:
    asked = select(AuditEvent.action).where(AuditEvent.object_kind == "document").order_by(AuditEvent.seq)
    with paper.circle.house.db.reading() as session:
        return list(session.execute(asked).scalars())


def test_the_form_follows_the_signature_and_warns_of_numbers(paper: Paper) -> None:
    answer = paper.record(until="2027-06-10")
    assert answer.headers["location"] == photos(paper)
    page = paper.by("bob").get(photos(paper)).text
    assert "選ぶ前に確かめてください" in page
    assert "個人番号" in page


def test_a_photo_is_kept_sealed_beside_its_consent_without_what_the_camera_wrote(paper: Paper) -> None:
    assert b"Canary" in files.jpeg()
    assert add(paper).headers["location"] == photos(paper)
    (document,) = kept(paper)
    bob, one = paper.by("bob"), f"{photos(paper)}/{document}"
    assert f"{one}/preview" in bob.get(photos(paper)).text
    assert "（1枚）" in bob.get(paper.path).text
    given = bob.get(f"{one}/file")
    assert Image.open(io.BytesIO(given.content)).format == "JPEG"
    assert b"Canary" not in given.content
    assert given.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert bob.get(f"{one}/preview").status_code == 200
    assert noted(paper) == ["create", "download", "look"]
    assert "sheet.jpg" not in str(dump(paper.circle.house.db))


def test_the_same_photo_is_kept_once_and_a_pdf_is_taken_too(paper: Paper) -> None:
    add(paper)
    add(paper)
    assert len(kept(paper)) == 1
    assert add(paper, content=files.pdf(), called="scan.pdf").status_code == 303
    assert len(kept(paper)) == 2


@pytest.mark.parametrize(("content", "called"), [(b"I agree", "sheet.txt"), (b"\x89PNG", "sheet.png")])
def test_what_is_no_picture_of_a_sheet_leaves_nothing(paper: Paper, content: bytes, called: str) -> None:
    before = dump(paper.circle.house.db)
    answer = add(paper, content=content, called=called)
    assert answer.status_code == 422
    assert 'id="e-file"' in answer.text
    assert dump(paper.circle.house.db) == before


def test_a_coordinator_adds_one_and_learns_how_many_there_are_but_sees_none(paper: Paper) -> None:
    assert add(paper, "alice").status_code == 303
    (document,) = kept(paper)
    alice = paper.by("alice")
    page = alice.get(photos(paper)).text
    assert "1枚あります" in page
    assert str(document) not in page
    wanted = likeness(alice.get("/nowhere"))
    for act in ("file", "preview", "delete"):
        assert likeness(alice.get(f"{photos(paper)}/{document}/{act}")) == wanted
    assert likeness(alice.post(f"{photos(paper)}/{document}/delete")) == wanted


def test_who_has_nothing_to_do_with_her_meets_nothing(paper: Paper) -> None:
    add(paper)
    (document,) = kept(paper)
    paper.circle.join("dora", Role.SUPERVISOR)
    for name in ("dan", "dora"):
        who = paper.by(name)
        wanted = likeness(who.get("/nowhere"))
        for act in ("", f"/{document}/file", f"/{document}/preview", f"/{document}/delete"):
            assert likeness(who.get(photos(paper) + act)) == wanted
        assert likeness(add(paper, name)) == wanted
        assert likeness(who.post(f"{photos(paper)}/{document}/delete")) == wanted


def test_what_she_stops_closes_the_photo_at_the_next_request(paper: Paper) -> None:
    add(paper)
    file = f"{photos(paper)}/{kept(paper)[0]}/file"
    assert paper.by("bob").get(file).status_code == 200
    scope = paper.open()["view_content"].id
    assert paper.by("alice").post(f"{paper.path}/scopes/{scope}/end").status_code == 303
    assert paper.by("bob").get(file).status_code == 404


def test_a_photo_belongs_to_its_own_consent_alone(paper: Paper) -> None:
    add(paper)
    file = f"/{kept(paper)[0]}/file"
    paper.record(until="2027-06-10")
    new, old = paper.grants()
    consents = f"{paper.path}/consents"
    assert paper.by("bob").get(f"{consents}/{old.id}/photos{file}").status_code == 200
    assert paper.by("bob").get(f"{consents}/{new.id}/photos{file}").status_code == 404


def test_a_photo_of_the_wrong_paper_is_taken_away(paper: Paper) -> None:
    add(paper)
    one = f"{photos(paper)}/{kept(paper)[0]}"
    assert paper.by("bob").get(f"{one}/delete").status_code == 200
    assert paper.by("bob").post(f"{one}/delete").status_code == 303
    assert kept(paper) == []
    with paper.circle.house.db.reading() as session:
        assert session.execute(select(Document.id)).all() == []
    assert noted(paper)[-1] == "delete"


def test_once_her_records_are_hers_she_sees_the_photo_and_nobody_adds_another(paper: Paper) -> None:
    add(paper)
    (document,) = kept(paper)
    house, yuki = paper.circle.house, paper.by("yuki")
    with house.db.writing() as session:
        client = session.get_one(Client, paper.client_id)
        code = claims.make_code(session, house, client, paper.circle.actor(session, "bob"))
    assert yuki.post("/claim", data={"code": code}).status_code == 303
    shown = yuki.get("/access").text
    assert re.search(rf'href="/documents/{document}/file"', shown)
    assert yuki.get(f"/documents/{document}/file").status_code == 200
    assert yuki.get(f"/documents/{document}").status_code == 404
    assert add(paper, content=files.pdf(), called="scan.pdf").status_code == 409
    assert kept(paper) == [document]
