"""Names every table in one place, for migrations and tests."""

from sqlmodel import SQLModel

from app.accounts import models as accounts
from app.agencies import models as agencies
from app.calendar import models as calendar
from app.documents import models as documents
from app.filings import models as filings
from app.holdings import models as holdings
from app.people import models as people
from app.reminders import models as reminders

ROOMS = (accounts, people, agencies, holdings, documents, filings, calendar, reminders)
metadata = SQLModel.metadata
