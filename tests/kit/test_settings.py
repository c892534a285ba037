"""Unsafe switches refuse to start, each with a sentence (T-59)."""

import pytest

from app.kit.settings import UnsafeSettings, read_settings


def refuse(monkeypatch: pytest.MonkeyPatch, **switches: str) -> str:
    for name, value in switches.items():
        monkeypatch.setenv(f"MISETE_{name}", value)
    with pytest.raises(UnsafeSettings) as refused:
        read_settings()
    return str(refused.value)


def test_the_defaults_serve_this_machine_only() -> None:
    settings = read_settings()
    assert settings.is_loopback
    assert settings.url == "http://localhost:8000"
    assert settings.today is None


def test_a_misspelt_switch_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MISETE_DATADIR" in refuse(monkeypatch, DATADIR="x")


def test_other_machines_are_let_in_only_behind_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MISETE_BASE_URL" in refuse(monkeypatch, HOST="0.0.0.0")
    monkeypatch.setenv("MISETE_BASE_URL", "https://misete.example")
    assert read_settings().is_https


def test_a_fixed_day_needs_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = refuse(monkeypatch, HOST="0.0.0.0", BASE_URL="https://misete.example", TODAY="2026-11-23")
    assert "MISETE_TODAY" in sentence


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("TODAY", "soon"), ("WORKERS", "x")])
def test_a_value_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert f"MISETE_{name}" in refuse(monkeypatch, **{name: value})


def test_two_master_keys_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = refuse(monkeypatch, KEY="00" * 32, KEY_FILE="x")
    assert "once" in sentence
    assert "00" * 32 not in sentence


def test_a_bad_value_is_not_repeated_in_the_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hunter2" not in refuse(monkeypatch, PORT="hunter2")
