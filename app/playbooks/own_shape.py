"""Gives a playbook that a person wrote the shape of the shipped ones: the same pages, the same making."""

from app import law
from app.holdings.models import Category
from app.law import Text
from app.playbooks.model import WAY, Certainty, Drawer, Expect, Holder, Playbook, Request, Resolve
from app.playbooks.own import Own, OwnRequest
from app.playbooks.shared import shared


def as_playbook(own: Own, own_id: str, version: int) -> Playbook:
    """The same, shaped like a shipped one."""
    by_who: dict[str, list[tuple[int, OwnRequest]]] = {}
    for number, request in enumerate(own.requests):
        by_who.setdefault(request.who, []).append((number, request))
    holders = tuple(_holder(place, who, asked) for place, (who, asked) in enumerate(by_who.items()))
    return Playbook(
        id=own_id,
        version=version,
        as_of=None,
        title=_said(own.title),
        summary=_said(own.worry),
        audience={},
        facts=(),
        inputs={},
        ask=(WAY,),
        prepare=tuple(request.id for holder in holders for request in holder.requests),
        order=(),
        tasks={},
        safety=None,
        holders=holders,
        inserts={},
        open_points=(),
    )


def _said(text: str) -> Text:
    return {"ja": text}  # whatever its language: what stands under the source is shown to everybody


def _holder(place: int, who: str, asked: list[tuple[int, OwnRequest]]) -> Holder:
    holds = dict.fromkeys(each for _, request in asked for each in request.holds)
    is_public = law.procedure(asked[0][1].procedure).family == "public"
    return Holder(
        id=f"h{place}",
        name=_said(who),
        resolve=Resolve(own=(who,), kind="municipality" if is_public else "business"),
        regime="",
        regime_certainty=Certainty.UNVERIFIED,
        likelihood=Expect.UNKNOWN,
        why={},
        why_certainty=Certainty.UNVERIFIED,
        drawers=tuple(
            Drawer(f"h{place}d{number}", Category.OTHER, Expect.UNKNOWN, _said(each))
            for number, each in enumerate(holds)
        ),
        requests=tuple(_as_request(number, request) for number, request in asked),
    )


def _as_request(number: int, own: OwnRequest) -> Request:
    procedure = law.procedure(own.procedure)
    return Request(
        id=f"r{number}",
        procedure=own.procedure,
        is_self_service=False,
        takes_extra=False,
        is_later=False,
        kinds=("disclosure",) if own.procedure == "jp.appi_private.disclosure" else (),
        says_chapter_5=False,
        letter=shared().letters[own.procedure],
        title=procedure.label,
        form_box=None,
        wording=own.wording,
        how=None,
        certainty=None,
        send_to={},
        attachments=(),
        attachments_at_window=(),
        fee={},
        fee_certainty=None,
        clocks=(),
        clock_note=None,
        notes=(),
        only_if={},
        outcomes=(),
    )
