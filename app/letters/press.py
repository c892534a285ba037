"""Prints a sheet as a tagged PDF: typst gets it as data, one warm compiler at a time, nothing is written."""

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst
from anyio import CapacityLimiter, to_thread

from app.kit.errors import CannotStart
from app.letters import glyphs
from app.letters.glyphs import Coverage, Missing, UnreadableFont
from app.letters.sheet import Line, Sheet, words

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "paper" / "letter.typ"
TEXT_FONT = FONTS / "BIZUDPMincho-Regular.ttf"
TITLE_FONT = FONTS / "BIZUDPGothic-Bold.ttf"
STANDARD: Final = "ua-1"  # PDF/UA-1, ISO 14289-1: tagged, with title and language, readable aloud
# One letter is set at a time, so that many asked for at once take turns and not memory.
_TURNS = CapacityLimiter(1)


class Unprintable(Exception):
    """Signs that no font at hand can draw: the letter is not printed rather than printed wrongly."""

    def __init__(self, signs: Sequence[Missing]) -> None:
        self.signs = tuple(signs)
        super().__init__(f"{len(self.signs)} signs")


class Press:
    """The compiler with its fonts, kept warm; `name_font` draws what the fonts of the house lack."""

    def __init__(self, name_font: Path | None = None) -> None:
        paths = [TEXT_FONT, *([name_font] if name_font else [])]
        self.fonts: tuple[Coverage, ...] = tuple(map(glyphs.coverage, paths))
        # typst is given folders; which of their fonts is used the template says by name.
        folders = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=list(dict.fromkeys(str(path.parent) for path in paths)),
        )
        if lost := {*self._families, glyphs.coverage(TITLE_FONT).family} - set(folders.families()):
            raise UnreadableFont(", ".join(lost))
        self._compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=folders)
        self._lock = Lock()

    def missing(self, sheet: Sheet) -> list[Missing]:
        """The signs of a sheet that cannot be drawn."""
        return glyphs.missing(map(glyphs.composed, sheet.texts), self.fonts)

    def print(self, sheet: Sheet, *, leave_gaps: bool = False) -> bytes:
        """The PDF; a sign that cannot be drawn raises Unprintable, or leaves a gap for her hand."""
        lacking = self.missing(sheet)
        if lacking and not leave_gaps:
            raise Unprintable(lacking)
        inputs = {"letter": json.dumps(self._as_data(sheet)), "fonts": json.dumps(self._families)}
        with self._lock:
            made, warnings = self._compiler.compile_with_warnings(
                sys_inputs=inputs, format="pdf", pdf_standards=STANDARD
            )
            # The compiler keeps its last input; what she wrote shall not stay in it.
            self._compiler.compile(sys_inputs=_NOTHING, format="pdf")
        assert isinstance(made, bytes)
        assert not warnings
        return made

    @property
    def _families(self) -> list[str]:
        return [font.family for font in self.fonts]

    def _as_data(self, sheet: Sheet) -> dict[str, Any]:
        return {
            "title": sheet.title,
            "words": {name: words(name) for name in ("ticked", "unticked")},
            "parts": [
                {
                    "kind": part.kind,
                    "lines": [self._line(line) for line in part.lines],
                    "entries": [
                        {"label": entry.label, "lines": [self._line(line) for line in entry.lines]}
                        for entry in part.entries
                    ],
                }
                for part in sheet.parts
            ],
        }

    def _line(self, line: Line) -> list[dict[str, Any]]:
        pieces: list[dict[str, Any]] = []
        for span in line:
            if span.kind == "text":
                text = glyphs.composed(span.text)
                pieces += [
                    {"kind": "text", "text": piece, "font": font}
                    for piece, font in glyphs.runs(text, self.fonts)
                ]
            elif span.kind == "box":
                pieces.append({"kind": "box", "ticked": span.is_ticked})
            else:
                pieces.append({"kind": "blank", "width": span.width})
        return pieces


_NOTHING = {"letter": json.dumps({"title": "-", "words": {}, "parts": []}), "fonts": json.dumps([])}


@cache
def press(name_font: Path | None) -> Press:
    """The press of this process; raises UnreadableFont for a name font that is none."""
    return Press(name_font)


def ready_to_print(name_font: Path | None) -> None:
    """Warms the press at the start; raises CannotStart for a name font that is none."""
    try:
        press(name_font)
    except UnreadableFont:
        raise CannotStart(
            f"MISETE_NAME_FONT: {name_font} is no TrueType font that can be read. "
            "Name the file of IPAmj Mincho (ipamjm.ttf), or leave the switch away."
        ) from None


async def in_turn(work: Callable[[], bytes]) -> bytes:
    """The work done in a thread, one after the other."""
    return await to_thread.run_sync(work, limiter=_TURNS)


async def print_letter(name_font: Path | None, sheet: Sheet, *, leave_gaps: bool) -> bytes:
    """The PDF of a sheet, made away from the event loop; raises Unprintable."""
    return await in_turn(partial(press(name_font).print, sheet, leave_gaps=leave_gaps))
