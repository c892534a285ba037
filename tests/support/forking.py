"""Starts the real server again and again in a tenth of a second: loads it once, and forks.

Every line on standard input starts one `misete serve`, whose process id is the answer; a switch in the
line, such as MISETE_PORT=8001, is for that one.
"""

import os
import signal
import sys

from app.cli import prepare, program
from app.kit.opening import close_house
from app.kit.settings import read_settings
from app.main import create_app


def main() -> None:
    # Whatever is read from files once, directory, law and texts, is read before the first fork.
    settings = read_settings()
    house = prepare(settings)
    create_app(settings, house)
    close_house(house)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for the killed ones.
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.environ.update(word.split("=", 1) for word in line.split() if "=" in word)
            sys.stdin.close()
            sys.stdout = sys.stderr
            program(["serve"])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
