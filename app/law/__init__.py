"""The rule book: one pure function turns dated events into deadlines."""

from app.law.model import (
    Answer,
    Assumption,
    Basis,
    Bound,
    Certainty,
    Citation,
    ClockState,
    CountMode,
    Deadline,
    Event,
    FilingState,
    Kind,
    NextStep,
    Options,
    Question,
    Step,
    StepKind,
    Warning,  # noqa: A004 - the contract's word
)

__all__ = [
    "Answer",
    "Assumption",
    "Basis",
    "Bound",
    "Certainty",
    "Citation",
    "ClockState",
    "CountMode",
    "Deadline",
    "Event",
    "FilingState",
    "Kind",
    "NextStep",
    "Options",
    "Question",
    "Step",
    "StepKind",
    "Warning",
]
