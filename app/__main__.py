"""`python -m app` is `misete`."""

# Worker processes import this file under another name: they must not start the command, nor load it.
if __name__ == "__main__":
    from app.cli import main

    main()
