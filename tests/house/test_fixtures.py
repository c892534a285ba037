"""The people of the tests: each has an account of her own, on both databases."""

from collections.abc import Callable

from starlette.testclient import TestClient


def test_alice_is_signed_in_and_a_visitor_is_not(
    client: TestClient, client_for: Callable[[str], TestClient]
) -> None:
    assert client_for("alice").get("/account").status_code == 200
    assert client.get("/account").status_code != 200


def test_alice_and_carol_do_not_share_a_browser(client_for: Callable[[str], TestClient]) -> None:
    assert client_for("alice").cookies != client_for("carol").cookies
    assert client_for("alice") is client_for("alice")
