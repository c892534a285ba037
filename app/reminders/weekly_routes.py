"""Where a member says of which of her groups she wants the week's mail."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.people import access
from app.people.acting import Acting
from app.reminders import weekly
from app.reminders.settings_routes import SETTINGS, member_groups, settings_page
from app.web.forms import Form
from app.web.pages import see_other

router = APIRouter()


@router.post("/reminders/weekly")
def choose_groups(request: Request, act: Acting) -> Response:
    """Keeps of which groups a mail comes; what is no group of hers is a mistake."""
    form, groups = Form(act.posted), member_groups(act.reading, act.house, act.actor)
    ticked = {UUID(each) for each in form.choices("groups", [str(group.id) for group in groups])}
    if not form.ok:
        return settings_page(request, act.reading, act.house, act.actor, form, status=422)
    person = access.own_person(act.writing, act.actor)
    weekly.wish(act.writing, act.house, person.id, {group.id: group.id in ticked for group in groups})
    return see_other(f"{SETTINGS}#weekly", "weekly.status.saved")
