"""Runs a command until the process that leads the tests is gone, then ends it and removes its folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    if os.fork():
        os._exit(0)  # Who started it goes on; nobody waits for it.
    owner, folder, _, *command = sys.argv[1:]
    kept = subprocess.Popen(command)
    run_folder = os.environ["TESTS_RUN_FOLDER"]
    while kept.poll() is None and is_alive(int(owner)) and Path(run_folder).is_dir():
        time.sleep(0.1)
    kept.send_signal(signal.SIGINT)
    try:
        kept.wait(10)
    except subprocess.TimeoutExpired:
        kept.kill()
        kept.wait()
    shutil.rmtree(folder, ignore_errors=True)


main()
