"""Which events to offer for recording, the likely ones first; and which filings may follow."""

from app import law
from app.agencies.models import Kind
from app.agencies.shipped import PUBLIC_CORPORATION, Entry

_S = law.FilingState
_ARRIVED = ("received", "sent")
_AWAITED = ("decision_notified", "amendment_asked", "extension_notified", "answered", "refused")
_LIKELY: dict[law.FilingState, tuple[str, ...]] = {
    _S.DRAFT: ("sent", "received"),
    _S.SENT: ("received", *_AWAITED),
    _S.PENDING: (*_AWAITED, "date_given", "determination_notified", "consultation_notified"),
    _S.AMENDMENT: ("amendment_received", "decision_notified", "withdrawn"),
    _S.PENDING_EXTENDED: ("decision_notified", "amendment_asked"),
    _S.PENDING_EXCEPTION: ("decision_notified", "amendment_asked"),
    _S.OVERDUE: ("decision_notified", "extension_notified"),
    _S.DECIDED: ("implementation_requested", "disclosed", "carried_out", "closed"),
    _S.LAPSED: ("disclosed", "closed"),
    _S.ANSWERED: ("disclosed", "carried_out", "closed"),
    _S.IN_REVIEW: ("consultation_notified", "determination_notified", "disclosed"),
}
# The last one ends the filing, so it is never the one that is ticked beforehand.
_LAST = ("disclosed", "carried_out", "closed")

# Abroad an answer is what usually comes; only some laws let them confirm the arrival first.
_ABROAD = ("answered", "acknowledged", "disclosed", "refused", "extension_notified", "amendment_asked")
_WAITING_ABROAD = (_S.PENDING, _S.PENDING_EXTENDED, _S.OVERDUE, _S.IN_REVIEW)

# After these there is nothing left to suppose.
_ENDS = {"withdrawn", "agent_lost_authority", "closed"}

# These come from a filing that follows (app/filings/timeline.py); they are never typed here.
_FROM_FOLLOWERS = {"correction_filed", "suspension_filed", "review_filed", "suit_filed"}
_OWN_DETERMINATION = {"review", "suit"}


def recordable(procedure: law.ProcedureInfo) -> tuple[str, ...]:
    """The kinds of event that a person records in a filing of this procedure."""
    return tuple(kind for kind in procedure.events if _is_recordable(procedure, kind))


def _is_recordable(procedure: law.ProcedureInfo, kind: str) -> bool:
    if procedure.not_reviewed:
        # No filing that we know of follows one abroad, so what she did next is recorded in it.
        return True
    if kind == "determination_notified":
        return procedure.family in _OWN_DETERMINATION
    return kind not in _FROM_FOLLOWERS


def likely(procedure: law.ProcedureInfo, state: law.FilingState) -> tuple[str, ...]:
    """The few kinds that usually come next."""
    known = recordable(procedure)
    is_answer_awaited = procedure.not_reviewed and state in _WAITING_ABROAD
    kinds = _ABROAD if is_answer_awaited else _LIKELY.get(state, _LAST)
    return tuple(kind for kind in kinds if kind in known)


def supposable(procedure: law.ProcedureInfo, state: law.FilingState) -> tuple[str, ...]:
    """Every kind that can be asked about before it happens, the likely ones first; not what ends a filing."""
    kinds = (*likely(procedure, state), *others(procedure, state))
    return tuple(kind for kind in kinds if kind not in _ENDS and "clock" not in law.event_kind(kind).takes)


def others(procedure: law.ProcedureInfo, state: law.FilingState) -> tuple[str, ...]:
    """The rest."""
    first = likely(procedure, state)
    return tuple(kind for kind in recordable(procedure) if kind not in first)


_PUBLIC = (
    "jp.appi.disclosure",
    "jp.appi.correction",
    "jp.appi.suspension",
    "jp.inquiry",
    "jp.complaint",
)
_PRIVATE = (
    "jp.appi_private.disclosure",
    "jp.appi_private.purpose",
    "jp.appi_private.third_party_record",
    "jp.appi_private.correction",
    "jp.appi_private.suspension",
    "jp.inquiry",
    "jp.complaint",
)
# Laws that bind only some bodies: the two information disclosure regimes, the register of residents
# (Basic Resident Registration Act, Article 30-32: the governor or J-LIS), the certificates of J-LIS.
_REGISTER = ("jp.basic_resident.disclosure", "jp.basic_resident.correction")
_BY_KIND = {
    Kind.ADMINISTRATIVE_ORGAN: ("jp.foi.national",),
    Kind.PREFECTURE: ("jp.foi.local", *_REGISTER),
    Kind.MUNICIPALITY: ("jp.foi.local",),
}
_JLIS = ("jp.jlis.documents", *_REGISTER, "jp.jpki.disclosure", "jp.jpki.correction")
_AFTER = {
    "jp.appi.disclosure": ("jp.appi.correction", "jp.appi.suspension", "jp.review", "jp.suit"),
    "jp.appi.correction": ("jp.review", "jp.suit"),
    "jp.appi.suspension": ("jp.review", "jp.suit"),
    "jp.foi.national": ("jp.review", "jp.suit"),
    "jp.foi.local": ("jp.review", "jp.suit"),
    "jp.review": ("jp.suit",),
    "jp.suit": (),
    "jp.appi_private.disclosure": ("jp.appi_private.correction", "jp.appi_private.suspension", "jp.suit"),
    "jp.appi_private.third_party_record": ("jp.suit",),
    "jp.appi_private.correction": ("jp.suit",),
    "jp.appi_private.suspension": ("jp.suit",),
}
_ONLY_FOLLOW = ("jp.review", "jp.suit")
_AFTER_PRIVATE = ("jp.complaint",)
_CLOCK_OPENS = {
    "appi.correction.window": "jp.appi.correction",
    "appi.suspension.window": "jp.appi.suspension",
    "review.request": "jp.review",
    "review.inaction": "jp.review",
    "suit.revocation": "jp.suit",
    "suit.inaction": "jp.suit",
}


def procedures_for(regime: str, calendar: str = "national") -> tuple[str, ...]:
    """What may be asked of an agency under the chapter of the Act, or the country's law, that governs it."""
    if regime == "abroad":
        return tuple(info.id for info in law.PROCEDURES.values() if _is_law_of(info, calendar))
    return _PUBLIC if regime == "appi" else _PRIVATE


def procedures_of(agency: Entry) -> tuple[str, ...]:
    """What this agency may be asked: under its chapter of the Act, and by the laws for its kind."""
    own = _JLIS if agency.sort == PUBLIC_CORPORATION else _BY_KIND.get(agency.kind, ())
    return (*procedures_for(agency.regime, agency.calendar), *(own if agency.country is None else ()))


def can_begin(procedure_id: str) -> bool:
    """Whether a filing of this procedure may begin with an agency alone, and not only follow another one."""
    return procedure_id not in _ONLY_FOLLOW


def _is_law_of(info: law.ProcedureInfo, country: str) -> bool:
    return info.not_reviewed and country in info.calendars


def following(procedure_id: str) -> tuple[str, ...]:
    """The procedures that may follow a filing of this one; none that we know of abroad."""
    if law.procedure(procedure_id).not_reviewed:
        return ()
    own = _AFTER.get(procedure_id, ())
    return (*own, *(after for after in _AFTER_PRIVATE if after not in own and procedure_id != after))


def opened_by(clock: str) -> str | None:
    """The procedure that a clock is the time for; None when it asks for something else."""
    return _CLOCK_OPENS.get(clock)
