"""The form by which a person adds a body that the directory does not know."""

from app import law
from app.agencies.countries import HOME
from app.agencies.models import Kind
from app.agencies.service import OWN_KINDS, NewAgency
from app.web.forms import Form


def read_new_agency(form: Form) -> NewAgency | None:
    """What she wrote, or None when something must be mended first."""
    name = form.text("name")
    kind = form.choice("kind", OWN_KINDS)
    kana = form.text("kana", required=False)
    contact = form.long_text("contact", limit=1000)
    country = form.choice("country", (HOME, *law.COUNTRIES), required=False)
    if not form.ok:
        return None
    abroad = country if country != HOME else None
    return NewAgency(name, Kind(kind), kana or None, contact or None, abroad or None)
