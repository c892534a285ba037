"""The logic of `misete rules`: lists the clocks, shows what one rests on, and checks the rule book."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import TextIO

from app import law
from app.law.files import parse_yaml

WORDS: dict[str, law.Text] = parse_yaml(
    files("app.calculator").joinpath("data/rules.yaml").read_text("utf-8")
)
GOOD, FAULTY, UNKNOWN = 0, 1, 2


def list_rules(out: TextIO, lang: str) -> int:
    """Every clock of the rule book, one a line: its id, whom it binds, its kind and its name."""
    wide = max(map(len, law.CLOCKS))
    lines = [
        (f"{each.id:<{wide}}  {each.bound:<9}  {each.kind:<8}", each.label) for each in law.CLOCKS.values()
    ]
    out.writelines(f"{line}  {label[lang]}\n" for line, label in lines)
    return GOOD


def show_rule(clock_id: str, out: TextIO, lang: str) -> int:
    """One clock with its dated values, their articles and texts, how sure each is and why."""
    if clock_id not in law.CLOCKS:
        out.write(WORDS["unknown_clock"][lang].format(clock=clock_id) + "\n")
        return UNKNOWN
    out.write("\n".join(_shown(law.clock(clock_id), lang)) + "\n")
    return GOOD


def check_rules(out: TextIO, today: date, lang: str) -> int:
    """Whether the packs load, every citation has its text, and the holidays reach far enough."""
    findings = law.check_book(today)
    out.writelines(f"{'!!' if each.serious else '! '} {each.text[lang]}\n" for each in findings)
    if any(each.serious for each in findings):
        return FAULTY
    out.write(WORDS["good"][lang].format(clocks=len(law.CLOCKS), version=law.version()) + "\n")
    return GOOD


def _shown(info: law.ClockInfo, lang: str) -> Iterator[str]:
    yield f"{info.id} — {info.label[lang]}"
    yield info.act[lang].format(agency=WORDS["them"][lang])
    yield f"{info.bound}, {info.kind}, {info.certainty}, rolls: {info.rolls}"
    yield info.if_missed[lang]
    for name, values in info.rules.items():
        for value in values:
            yield from ("", *_value(name, value, lang))
    for notice in law.notices_for(info.id):
        yield from ("", f"! {notice.text[lang]} [{notice.source[lang]}]")
        if notice.unknown:
            yield f"  {notice.unknown[lang]}"


def _value(name: str, value: law.Value, lang: str) -> Iterator[str]:
    until = value.until.isoformat() if value.until else ""
    label = law.citation_label(value.citation)[lang]
    yield f"{name}: {value.since.isoformat()}..{until} {_amount(value)}{label} [{value.certainty}]"
    if value.reason:
        yield f"  ? {value.reason[lang]}"
    article = law.find_article(value.citation)
    if article is None:
        return
    for paragraph in article.paragraphs:
        if value.citation.paragraph in (None, paragraph.number):
            yield f"  {paragraph.text}"
            yield from (f"    {item.title}　{item.text}" for item in paragraph.items)
    yield f"  {article.as_of} {article.url}"


def _amount(value: law.Value) -> str:
    """The number in the contract's own words; nothing where the law names none."""
    for n, unit in ((value.days, "d"), (value.months, "m"), (value.open_days, "wd")):
        if n:
            return f"{n}{unit} "
    return ""
