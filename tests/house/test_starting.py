"""Starting and stopping the program: what it makes, what it refuses, and in which words (T-55, T-59)."""

import errno
import signal
import socket
import stat
from pathlib import Path

import httpx2
import pytest

from app.kit.house import House
from app.kit.settings import Settings
from tests.support import servers, templates
from tests.support.dump import dump
from tests.support.forked import fork
from tests.support.servers import environment, serving

RIGHT, WRONG = templates.MASTER_KEY, "a1" * 32
OWN = {"127.0.0.1", "127.0.1.1"}
PUBLIC = {"MISETE_HOST": "0.0.0.0", "MISETE_BASE_URL": "https://misete.example"}


def ended(environ: dict[str, str]) -> tuple[int, str]:
    """The status and the words of a start that must end by itself."""
    process = fork(environ, "serve")
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def fresh(tmp_path: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who starts for the first time."""
    settings = Settings(data_dir=tmp_path / "data")
    return environment(settings, **{"MISETE_DATABASE_URL": "", **more})


def test_a_first_start_makes_everything_and_keeps_it_private(tmp_path: Path) -> None:
    environ = fresh(tmp_path)
    server = servers.start(environ, afresh=True)
    assert httpx2.get(f"{server.url}/sign-in").status_code == 200
    assert server.stop() == 0
    said = server.read()
    assert server.url in said
    assert str(tmp_path / "data") in said
    assert "Traceback" not in said
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert set(modes) >= {"misete.sqlite3", "keys.sqlite3", "master.key"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_font_for_names_that_is_none_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    wrong = tmp_path / "names.ttf"
    wrong.write_text("no font")
    status, said = ended(fresh(tmp_path, MISETE_NAME_FONT=str(wrong)))
    assert status != 0
    assert "MISETE_NAME_FONT" in said
    assert "Traceback" not in said
    assert not (tmp_path / "data").exists()


def test_a_fresh_install_has_no_account_and_no_developer_page(tmp_path: Path) -> None:
    server = servers.start(fresh(tmp_path))
    try:
        for path in ("/docs", "/redoc", "/openapi.json", "/api/docs", "/debug", "/admin"):
            assert httpx2.get(server.url + path).status_code == 404, path
        for login, password in (("admin", "admin"), ("demo", "demo"), ("misete", "misete")):
            form = {"login": login, "password": password}
            answer = httpx2.post(f"{server.url}/sign-in", data=form, headers={"origin": server.url})
            assert answer.status_code == 422
    finally:
        server.stop()
        server.read()


def test_only_this_machine_is_served(live_server: servers.Server) -> None:
    port = int(live_server.url.rpartition(":")[2])
    for address in set(socket.gethostbyname_ex(socket.gethostname())[2]) - OWN:
        with socket.socket() as knocking:
            assert knocking.connect_ex((address, port)) == errno.ECONNREFUSED


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_server_ends_without_a_traceback(settings: Settings, ending: signal.Signals) -> None:
    server = servers.start(environment(settings), afresh=True)
    server.process.send_signal(ending)
    said = server.read()
    assert "Traceback" not in said
    assert (
        server.process.returncode in {0, -ending}
        if ending == signal.SIGTERM
        else server.process.returncode == 0
    )


def test_two_workers_serve_and_end_cleanly(settings: Settings) -> None:
    with serving(settings, afresh=True, MISETE_WORKERS="2") as server:
        assert {httpx2.get(f"{server.url}/healthz").status_code for _ in range(20)} == {200}
        assert server.stop() == 0


def test_a_port_in_use_says_so_and_changes_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, said = ended(fresh(tmp_path, MISETE_PORT=str(port)))
    assert status == 1
    assert said.startswith(f"Port {port} is in use")
    assert f"MISETE_PORT={port + 1}" in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (WRONG, "This master key is not the one that the data was locked with"),
        ("", "is missing. Without it nothing you wrote can be read"),
        ("secret", "is not a master key: it must be 64 hexadecimal characters"),
        (RIGHT[:-1], "is not a master key: it must be 64 hexadecimal characters"),
    ],
    ids=["wrong", "missing", "no key", "too short"],
)
def test_a_key_that_does_not_fit_refuses_and_changes_nothing(
    settings: Settings, house: House, key: str, sentence: str
) -> None:
    before = dump(house.db)
    status, said = ended(environment(settings, MISETE_KEY=key))
    assert status == 1
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert dump(house.db) == before
    assert not (settings.data_dir / "master.key").exists()


def test_a_key_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    status, said = ended(fresh(tmp_path, MISETE_KEY_FILE=str(tmp_path / "elsewhere.key")))
    assert status == 1
    assert "is missing" in said
    assert not (tmp_path / "elsewhere.key").exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_data_without_its_store_of_keys_is_refused(settings: Settings, house: House) -> None:
    for name in ("keys.sqlite3", "keys.sqlite3-wal", "keys.sqlite3-shm"):
        (settings.data_dir / name).unlink(missing_ok=True)
    status, said = ended(environment(settings))
    assert status == 1
    assert "the store of its keys is not" in said


@pytest.mark.parametrize(
    ("switches", "sentence"),
    [
        ({"MISETE_HOST": "0.0.0.0"}, "opens the server to other machines"),
        ({"MISETE_HOST": "0.0.0.0", "MISETE_BASE_URL": "http://misete.example"}, "opens the server to other"),
        (
            {
                "MISETE_HOST": "0.0.0.0",
                "MISETE_BASE_URL": "https://misete.example",
                "MISETE_TODAY": "2026-12-05",
            },
            "MISETE_TODAY fixes the day",
        ),
        ({"MISETE_PROT": "8001"}, "MISETE_PROT is not a switch"),
        ({"MISETE_PORT": "eighty"}, "MISETE_PORT"),
        ({"MISETE_TODAY": "tomorrow"}, "MISETE_TODAY"),
        ({"MISETE_KEY": RIGHT, "MISETE_KEY_FILE": "/dev/null"}, "not both"),
        ({"MISETE_DATABASE_URL": "mysql://localhost/misete"}, "sqlite:/// or postgresql://"),
        ({"MISETE_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/none"}, "cannot be opened"),
    ],
    ids=lambda value: (
        " ".join(f"{name}={text}" for name, text in value.items()) if isinstance(value, dict) else ""
    ),
)
def test_an_unsafe_or_unreadable_switch_refuses_with_a_sentence(
    tmp_path: Path, switches: dict[str, str], sentence: str
) -> None:
    status, said = ended(fresh(tmp_path, **switches))
    assert status == 1
    assert sentence in said
    assert "Traceback" not in said
    assert "secret" not in said
    assert len(said.splitlines()) == 1


def test_a_data_folder_that_is_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    status, said = ended(fresh(tmp_path))
    assert status == 1
    assert "cannot be written" in said
    assert "Traceback" not in said
