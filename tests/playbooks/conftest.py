"""What the tests of playbooks share: a person's answers, and the way from the questions to what was made."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

FACE = "/playbooks/mynumber_card_face"
FIVE = ("muni_disclosure", "jlis_disclosure", "pref_log", "soumu_foi", "da_disclosure")
ANSWERS = {
    "municipality": "横浜市",
    "card_received_on": "2024年5月",
    "way": "post",
    "extra": "窓口でカメラを見ました。",
    "name": "見本 花子",
    "kana": "みほん はなこ",
    "birth_date": "平成2年4月1日",
    "postal_code": "220-0000",
    "address": "神奈川県横浜市西区1-1",
    "phone": "045-000-0000",
}


@pytest.fixture
def alice(client_for: Callable[[str], TestClient]) -> TestClient:
    return client_for("alice")


def make(client: TestClient, start: str = FACE, requests: tuple[str, ...] = FIVE, **answers: str) -> str:
    """Answers the questions and makes what was ticked; the address of what was made."""
    given = ANSWERS | {"once": str(uuid4()), "step": "make"} | answers
    done = client.post(f"{start}/start", data=given | {"request": list(requests)})
    assert done.status_code == 303, done.text
    return done.headers["location"]
