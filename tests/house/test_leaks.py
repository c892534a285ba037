"""What a person writes is in no log (T-43) and in no file in the clear (T-53)."""

import resource
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from app.kit.house import House
from app.kit.settings import Settings
from app.schema import metadata
from tests.support import files, things
from tests.support.clients import PASSWORD
from tests.support.servers import Server, environment, start

LOGIN, TITLE, WANTED, NOTE, PLACE, LETTER, INSIDE, NAME = (
    f"canary{word}" for word in ("login", "title", "wanted", "note", "query", "letter", "inside", "name")
)
RARE = "\U00020bb7"
# Of a file that is stopped, and what a photo says of its place.
STOPPED, NUMBER = "canarystopped", "123456789018"
CANARIES = (LOGIN, TITLE, WANTED, NOTE, PLACE, LETTER, INSIDE, NAME, STOPPED, NUMBER, PASSWORD)
CANARIES += (files.GPS_MARK.decode(), "CanaryCamera", "CanaryComment")
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where the server's temporary files would lie."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def server(settings: Settings, temporary: Path) -> Iterator[Server]:
    """A server whose words are read after its end."""
    server = start(environment(settings, TMPDIR=str(temporary)))
    yield server
    server.stop()


def live_a_little(server: Server) -> list[str]:
    """Signs up, writes everywhere, asks for what is not there; the tokens that were given out."""
    with httpx2.Client(base_url=server.url, headers={"origin": server.url}) as her:
        her.post("/sign-in", data={"login": LOGIN, "password": PASSWORD})
        assert her.post("/sign-up", data={"login": LOGIN, "password": PASSWORD}).status_code == 303
        case = her.post("/cases", data={"title": TITLE, "worry": NOTE}).headers["location"]
        agency = str(things.agency_named(things.CITY))
        begun = {
            "agency": agency,
            "procedure": "jp.appi.disclosure",
            "wanted": WANTED,
            "case": case.rpartition("/")[2],
        }
        filing = her.post("/filings", data=begun).headers["location"].removesuffix("/new")
        sent = {"kind": "sent", "when": str(things.SENT), "note": NOTE}
        assert her.post(filing, data=sent).status_code == 303
        assert NOTE in her.get(case).text
        write_a_letter(her, filing.removesuffix("/events"))
        upload(her, filing.removesuffix("/events") + "/documents")
        her.get("/agencies/search", params={"q": PLACE})
        her.get(f"/{PLACE}", params={"name": PLACE})
        her.post("/cases", data={"title": TITLE * 500})
        fault(server, her, filing)
        return [her.cookies["misete"]]


def write_a_letter(her: httpx2.Client, filing: str) -> None:
    """A letter, seen and printed, and one that is refused for a sign."""
    chosen = {"kind": "letter.disclosure_request"}
    letter = her.post(f"{filing}/letters", data=chosen).headers["location"].removesuffix("/edit")
    for name in (LETTER + RARE, LETTER):
        said = {"name": name, "request_items": LETTER, "remember": "yes"}
        assert her.post(f"{letter}/edit", data=said).status_code == 303
        assert LETTER in her.get(letter).text
        assert her.get(f"{letter}.pdf").status_code == (409 if RARE in name else 200)


def upload(her: httpx2.Client, page: str) -> None:
    """Files with words inside: some are kept, some are refused, one is taken away again."""
    long = f"{INSIDE} ".encode() * 100_000
    for name, content in (
        (f"{NAME}.txt", long),
        (f"{NAME}.pdf", files.pdf(INSIDE)),
        (f"{NAME}.jpg", files.jpeg(6)),
        (f"{NAME}.png", files.png()),
    ):
        answer = her.post(page, files={"file": (name, content)})
        assert answer.status_code == 303, answer.text
        kept = answer.headers["location"].removesuffix("/event")
        assert her.get(f"{kept}/file").status_code == 200
    assert her.post(f"{kept}/delete").status_code == 303
    for name, content in (
        (f"{STOPPED}.html", b"<!doctype html>" + STOPPED.encode()),
        (f"{STOPPED}.txt", f"{STOPPED} {NUMBER}".encode()),
        (f"{STOPPED}.pdf", b"%PDF-1.7 " + STOPPED.encode() * 1000),
    ):
        assert her.post(page, files={"file": (name, content)}).status_code == 422
    assert her.post("/cases", data={"title": f"{STOPPED} {NUMBER}"}).status_code == 422


def fault(server: Server, her: httpx2.Client, events: str) -> None:
    """A fault of ours in the middle of a save: no file may grow any more."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    broken = her.post(events, data={"kind": "received", "when": str(things.RECEIVED), "note": NOTE})
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
    assert broken.status_code == 500
    assert NOTE not in broken.text


def before_it_ends(settings: Settings) -> None:
    """The write-ahead log is still there; it goes when the server does."""
    (log,) = settings.data_dir.glob("misete.sqlite3-wal")
    assert log.stat().st_size > 0
    for canary in CANARIES:
        assert canary.encode() not in log.read_bytes(), canary


@ON_SQLITE
def test_the_servers_words_and_files_hold_nothing_that_was_written(
    settings: Settings, server: Server, temporary: Path
) -> None:
    tokens = live_a_little(server)
    before_it_ends(settings)
    server.stop()
    assert list(temporary.iterdir()) == []
    said = server.read()
    assert "OperationalError" in said
    for canary in (*CANARIES, *tokens):
        assert canary not in said
        for path in settings.data_dir.iterdir():
            assert canary.encode() not in path.read_bytes(), path.name


def test_no_column_of_the_database_holds_a_word_in_the_clear(house: House, client_for) -> None:
    alice = client_for("alice")
    things.one_of_each(house, "alice")
    alice.post("/cases", data={"title": TITLE, "worry": NOTE})
    with house.db.engine.connect() as connection:
        held = [
            value
            for table in metadata.sorted_tables
            if table.name != "agency"
            for row in connection.execute(select(table))
            for value in row
        ]
    clear = "\n".join(
        str(value) if not isinstance(value, bytes) else value.decode("latin-1") for value in held
    )
    for word in (
        TITLE,
        NOTE,
        "alice",
        PASSWORD,
        "The photo taken for my card",
        "Main office",
        alice.cookies["misete"],
    ):
        assert word not in clear
