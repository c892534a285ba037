"""The page that lays a letter out as content-certified mail asks; nothing of it is kept."""

from fastapi import APIRouter, Request, Response

from app.accounts import drafts
from app.accounts.session import SignedIn
from app.sending import forms
from app.sending.certified import GRIDS, Sheet, lay_out
from app.web.forms import Form, Posted
from app.web.pages import render

router = APIRouter()


@router.get("/certified-mail")
async def show_checker(request: Request, actor: SignedIn) -> Response:
    kept = drafts.kept(request, actor)
    return _page(request, Form(kept) if kept else Form.blank(grid="h20x26"), None)


@router.post("/certified-mail")
async def check(request: Request, actor: SignedIn, posted: Posted) -> Response:
    """Names what does not fit; the text goes nowhere but back to her page."""
    del actor  # only signed-in people ask; what they wrote is not kept
    form = Form(posted)
    told = forms.read_certified(form)
    if told is None:
        return _page(request, form, None, status=422)
    text, grid = told
    return _page(request, form, lay_out(text, GRIDS[grid]))


def _page(request: Request, form: Form, sheet: Sheet | None, status: int = 200) -> Response:
    return render(
        request,
        "sending/certified.html",
        status=status,
        nav="cases",
        form=form,
        sheet=sheet,
        grids=GRIDS.values(),
    )
