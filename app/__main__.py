"""`python -m app` is `misete`."""

import gc

# Worker processes import this file under another name: they must not start the command, nor load it.
if __name__ == "__main__":
    # What is loaded stays: to look for circles in it meanwhile takes a seventh of the time.
    gc.disable()
    from app.cli import main

    gc.enable()
    main()
