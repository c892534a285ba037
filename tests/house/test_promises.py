"""SECURITY.md promises only what a test proves."""

from tests.tools import promises


def test_every_promise_is_named_by_a_test() -> None:
    proved = promises.proofs()
    missing = [key for rows in promises.promises().values() for key in rows if key not in proved]
    assert missing == []


def test_the_printed_list_is_the_one_that_the_tests_make() -> None:
    assert (promises.ROOT / "SECURITY.md").read_text("utf-8") == promises.written()
