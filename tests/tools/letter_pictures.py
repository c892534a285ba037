"""Takes the approved pictures of letters anew, after a change that is meant to be seen; look at them."""

from tests.letters.pictures import FOLDER, KINDS, picture


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS:
        picture(kind).save(FOLDER / f"{kind}.png", optimize=True)


if __name__ == "__main__":
    main()
