"""A password may be anything long enough that is not guessed first (T-02)."""

import pytest
from argon2 import extract_parameters

from app.accounts.passwords import HASH_OF_NOTHING, HASHER, PasswordDesk, refusal


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "うさぎは夜に走る",
        "𠮷野家の牛丼おいしい",
        "    spaces    ",
        "🦊🐇🦉🐸🦔🐝🦋🐢",
        "かがぎぐげご",
        "x7#kQ!m2",
    ],
)
def test_any_unicode_is_accepted_and_nothing_is_composed(password: str) -> None:
    if len(password) >= 8:
        assert refusal(password, "alice") is None
    else:
        assert refusal(password, "alice") == "accounts.password.too_short"


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (7, "accounts.password.too_short"),
        (8, None),
        (128, None),
        (129, "accounts.password.too_long"),
    ],
)
def test_a_password_has_8_to_128_characters(length: int, reason: str | None) -> None:
    long = "".join(chr(ord("一") + place * 7) for place in range(length))
    assert refusal(long, "alice") == reason


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "PASSWORD",
        "ｐａｓｓｗｏｒｄ",
        "P@ssw0rd!",
        "password2026",
        "!!password!!",
        "12345678",
        "1qaz2wsx",
        "qwertyuiop",
        "aaaaaaaa",
        "abababab",
        "yokohama2024!",
        "sakurasakura",
        "misete1234",
        "mynumbercard",
        "マイナンバーカード",
        "19900101",
        "20240229",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert refusal(password, "alice") == "accounts.password.common"


@pytest.mark.parametrize("password", ["19900230", "yokohama is windy", "20240229 was a leap day"])
def test_what_only_looks_like_it_is_accepted(password: str) -> None:
    assert refusal(password, "alice") is None


@pytest.mark.parametrize("password", ["Alice of Yokohama", "alice of yokohama ", "ＡＬＩＣＥ of Yokohama"])
def test_the_name_itself_is_refused(password: str) -> None:
    assert refusal(password, "alice of yokohama") == "accounts.password.is_login"


async def _hash_and_verify(desk: PasswordDesk, kept: str, typed: str) -> bool:
    return await desk.verify(await desk.hash(kept), typed)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_password_fits_in_whatever_form_its_letters_were_typed(anyio_backend: str) -> None:
    desk = PasswordDesk()
    assert await _hash_and_verify(desk, "か\u3099き\u3099く\u3099け\u3099 long", "がぎぐげ long")
    assert not await _hash_and_verify(desk, "がぎぐげ long", "かきくけ long")


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_nobodys_password_fits_an_unknown_account(anyio_backend: str) -> None:
    assert not await PasswordDesk().verify(None, "anything at all")


def test_an_unknown_account_costs_the_same_work() -> None:
    parameters = extract_parameters(HASH_OF_NOTHING)
    assert parameters.memory_cost == HASHER.memory_cost
    assert parameters.time_cost == HASHER.time_cost
    assert parameters.parallelism == HASHER.parallelism


def test_the_work_is_above_the_least_that_owasp_asks() -> None:
    assert HASHER.memory_cost >= 19 * 1024
    assert HASHER.time_cost >= 2
