"""Writes docs/law.md from the rule packs: every clock, its numbers, articles, doubts and reasons."""

from collections.abc import Iterator
from pathlib import Path

from app import law

PAGE = Path(__file__).resolve().parents[2] / "docs" / "law.md"
HEAD = """# The rules of law in this program

<!-- Made by `make law` from app/law/data, as a test checks. Change the packs, not this page. -->

Not legal advice. Rule book {version}; the Act on the Protection of Personal Information was read as of
{checked}. Every number stands in a data file with the day it applies from and the article it rests on.
`statute` means that the article says it, `official_guidance` that an authority's own page does,
`inference` that it is a reading of this project, with its reason. [Decision
6](decisions/0006-readings-of-the-law.md) tells how readings were chosen, the
[changes](../app/law/CHANGELOG.md) tell what held when. The articles are shown in full by `misete rules
show CLOCK`."""
CLOSED = {
    "agency": "If the agency is closed then, they are late only after its next open day.",
    "requester": "If the agency is closed then, its next open day is a fallback.",
    "court": "If the court is closed then, its next open day is a fallback.",
    "never": "Closed days do not move it.",
}


def page() -> str:
    """The whole page."""
    lines = [HEAD.format(version=law.version(), checked=law.about().text_checked.isoformat())]
    told: set[str] = set()
    for info in law.PROCEDURES.values():
        lines += ["", *_procedure(info, told)]
    lines += ["", "## Changes of the law that are known", *_notices()]
    return "\n".join(lines) + "\n"


def _procedure(info: law.ProcedureInfo, told: set[str]) -> Iterator[str]:
    yield f"## {info.label['en']} · {info.label['ja']}"
    yield f"\n`{info.id}` · duty: {law.citation_label(info.duty)['en']} · {info.about['en']}"
    if info.not_reviewed:
        yield "\n**Not reviewed:** no lawyer of this country has checked it. Each answer says so."
    again = [clock for clock in info.clocks if clock in told]
    for clock in info.clocks:
        if clock not in told:
            told.add(clock)
            yield from ("", *_clock(law.clock(clock)))
    if again:
        yield "\nAs above: " + ", ".join(f"`{clock}`" for clock in again) + "."


def _clock(info: law.ClockInfo) -> Iterator[str]:
    yield f"### `{info.id}` — {info.label['en']} · {info.label['ja']}"
    who = "They" if info.bound is law.Bound.AGENCY else "You"
    when = "by this day" if info.kind is law.Kind.LATEST else "not before this day"
    act = info.act["en"].format(agency="the agency")
    yield f"\n{who}, {when}: {act}. {CLOSED[info.rolls]} {info.if_missed['en']}"
    yield "\n| rule | holds | number | article | certainty |"
    yield "|---|---|---|---|---|"
    reasons: dict[str, str] = {}
    for name, values in info.rules.items():
        for value in values:
            yield f"| {name} | {_holds(value)} | {_number(value)} | {_place(value)} | {value.certainty} |"
            if value.reason:
                reasons[value.reason["en"]] = value.reason["ja"]
    for en, ja in reasons.items():
        yield f"\nWhy this is an inference: {en} ({ja})"


def _holds(value: law.Value) -> str:
    return f"from {value.since.isoformat()}" + (f" to {value.until.isoformat()}" if value.until else "")


def _number(value: law.Value) -> str:
    if value.months:
        return f"{value.months} months"
    if value.open_days:
        return f"{value.open_days} working days"
    return f"{value.days} days" if value.days else "none"


def _place(value: law.Value) -> str:
    article = law.find_article(value.citation)
    labels = law.citation_label(value.citation)
    named = f"[{labels['en']}]({article.url})" if article else labels["en"]
    return f"{named} · {labels['ja']}"


def _notices() -> Iterator[str]:
    for notice in law.about().notices:
        day = "on" if notice.fixed else "by"
        yield f"\n* **{day} {notice.day.isoformat()}** ({notice.source['en']}): {notice.text['en']}"
        if notice.unknown:
            yield f"  Not known yet: {notice.unknown['en']}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
