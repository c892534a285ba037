"""The clocks of requests abroad, from packs that no lawyer of the country has checked yet."""

from datetime import date
from functools import partial

from app.law.abroad_told import explain
from app.law.book import ClockInfo, clocks
from app.law.catalog import procedure
from app.law.history import Fact, amendment_rounds
from app.law.model import Basis, ClockState, Deadline
from app.law.packs import ends_of, packs
from app.law.pauses import moved_from, not_before, split_lapsed
from app.law.reply import Reply
from app.law.sheet import Sheet, standing
from app.law.tally import Rounds, Tally


def add_request_abroad(sheet: Sheet) -> None:
    """Write every clock of a request abroad."""
    asked = procedure(sheet.question.procedure)
    pack = packs()[asked.id]
    for clock_id in asked.clocks:
        # Each request for a review of a refusal starts a time of its own; a request arrives once.
        started = sheet.history.all(pack.start_of(clock_id))
        for cause in started[:1] if pack.start_of(clock_id) == "received" else started:
            reply = _reply(sheet, clocks()[clock_id], cause)
            if reply:
                _add(sheet, reply)


def _reply(sheet: Sheet, info: ClockInfo, cause: Fact) -> Reply | None:
    period = sheet.rule(info, "period", cause)
    if period is None:
        return None
    asked = procedure(sheet.question.procedure)
    tally = Tally(cause.on, asked.calendar(sheet.options.calendar), sheet.options.closed_days)
    ended = sheet.history.next(cause, *ends_of(info.id))
    said = list(sheet.history.named_days(info.id))
    if "extension" in info.rules:
        said += sheet.history.all("extension_notified")
    reply = Reply(
        info=info,
        pack=packs()[asked.id],
        tally=tally,
        cause=cause,
        period=period,
        extension=info.rule("extension", cause.on),
        notices=tuple(sorted(said)),
        ended=ended,
    )
    rounds, lapsed = split_lapsed(_rounds(sheet, reply), partial(_end_when_asked, reply))
    return reply._replace(rounds=rounds, lapsed=lapsed)


def _rounds(sheet: Sheet, reply: Reply) -> Rounds:
    """The rounds in which they asked for something, where the law of that day stops the clock for it."""
    if "pause" not in reply.info.rules:
        return ()
    ends = [sheet.as_of, *[fact.on for fact in (reply.ended, sheet.withdrawn) if fact]]
    rounds = amendment_rounds(sheet.history, min(ends))
    asked = [each for each in rounds if reply.ended is None or each.asked < reply.ended]
    return tuple(each for each in asked if reply.info.rule("pause", each.asked.on))


def _end_when_asked(reply: Reply, rounds: Rounds, asked: Fact) -> date:
    """The last day as it stood when they asked."""
    return reply.held(reply.notice_before(asked), rounds) or date.max


def _add(sheet: Sheet, reply: Reply) -> None:
    notice = reply.notice_before(reply.ended)
    nominal = reply.nominal(notice, reply.rounds)
    due = reply.tally.roll(nominal) if nominal else None
    met, void = _end(sheet, reply)
    ledger = sheet.ledger()
    if ledger:
        explain(ledger, reply, notice, nominal, due)
    named = notice is not None and notice.event.until is not None
    held = not_before(reply.held(notice, reply.rounds), reply.rounds)
    deadline = Deadline(
        clock=reply.info.id,
        cause=reply.cause.place,
        bound=reply.info.bound,
        kind=reply.info.kind,
        nominal=nominal,
        due=due,
        basis=_basis(notice),
        state=standing(reply.info, held, sheet.as_of, met, void),
        steps=tuple(ledger.steps) if ledger else (),
        citations=ledger.citations() if ledger else (),
        assumptions=tuple(ledger.assumptions) if ledger else (),
        certainty=reply.period.certainty,
        paused_from=None if named or met or void else moved_from(reply.rounds),
        ended_on=void or met,
    )
    sheet.deadlines.append(deadline)
    _note(sheet, reply, deadline)


def _end(sheet: Sheet, reply: Reply) -> tuple[date | None, date | None]:
    """The day the clock was met or became void: an answer meets it, a withdrawal before that voids it."""
    withdrawn, ended = sheet.withdrawn, reply.ended
    if withdrawn and reply.cause < withdrawn and not (ended and ended < withdrawn):
        return None, withdrawn.on
    return ended.on if ended else None, None


def _basis(notice: Fact | None) -> Basis:
    if notice is None:
        return Basis.STATUTE
    return Basis.NOTICE if notice.event.kind == "date_given" else Basis.EXTENSION


def _note(sheet: Sheet, reply: Reply, deadline: Deadline) -> None:
    """Write what is odd in the answer, in the notices and in what they asked."""
    if deadline.state is ClockState.MET_LATE:
        sheet.warn("decision_late", reply.ended, reply.period.citation, said="answer_late")
    for notice in reply.notices:
        _note_notice(sheet, reply, notice)
    for each in reply.lapsed:
        sheet.warn("amendment_after_period", each.asked, said="amendment_after_period_abroad")
    for asked in sheet.history.all("amendment_asked") if "pause" in reply.info.rules else ():
        if reply.info.rule("pause", asked.on) is None:
            sheet.warn("pause_unknown", asked)
    asked_first = sheet.history.first("amendment_asked")
    for answer in sheet.history.all("amendment_received") if "pause" in reply.info.rules else ():
        if asked_first is None or answer < asked_first:
            sheet.warn("amendment_answer_unasked", answer)


def _note_notice(sheet: Sheet, reply: Reply, notice: Fact) -> None:
    """What a notice says, held against the first period and the longest extension."""
    cited = (reply.extension or reply.period).citation
    until, first, cap = notice.event.until, reply.first_at(notice), reply.cap
    if reply.ended and reply.ended < notice:
        sheet.warn("extension_after_decision", notice, said="extension_after_answer")
    if notice.event.kind == "date_given":
        if until and cap and until > cap:
            sheet.warn("given_after_limit", notice, cited, cap=cap)
        return
    if notice.on > reply.tally.roll(first):
        sheet.warn("extension_after_first_period", notice, cited)
    if until is None:
        said = "extension_without_until" if cap else "extension_unnamed"
        sheet.warn("extension_without_until", notice, cited, said=said)
    elif cap and until > cap:
        sheet.warn("extension_over_cap", notice, cited, cap=cap)
    elif until < first:
        sheet.warn("extension_shorter", notice)
