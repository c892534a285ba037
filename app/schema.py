"""Names every table in one place, for migrations and tests."""

from sqlmodel import SQLModel

from app.accounts import models as accounts
from app.agencies import models as agencies
from app.audit import models as audit
from app.calendar import models as calendar
from app.casework import models as casework
from app.documents import grant_models as signed_sheets
from app.documents import models as documents
from app.exchange import models as exchange
from app.filings import models as filings
from app.groups import models as groups
from app.holdings import models as holdings
from app.letters import models as letters
from app.mandates import models as mandates
from app.people import conflict_models, grant_models, team_models
from app.people import models as people
from app.playbooks import models as playbooks
from app.reminders import models as reminders
from app.sending import models as sending

ROOMS = (
    accounts,
    audit,
    groups,
    people,
    grant_models,
    team_models,
    conflict_models,
    agencies,
    holdings,
    documents,
    signed_sheets,
    casework,
    filings,
    letters,
    mandates,
    sending,
    calendar,
    reminders,
    playbooks,
    exchange,
)
metadata = SQLModel.metadata
