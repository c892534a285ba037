"""The form of a holding: what, why she thinks so, since when, how sure."""

from app.holdings.models import Category, Certainty
from app.holdings.service import Words
from app.kit.dates import RoughDate
from app.web.forms import Form

WORDS_LIMIT = 200
WHY_LIMIT = 2000


def read_holding(form: Form) -> Words | None:
    """What she wrote, or None when something must be mended first."""
    categories = tuple(Category(name) for name in form.choices("category", list(Category)))
    if not categories:
        form.problem("category", "holdings.form.no_category")
    words = form.text("words", WORDS_LIMIT, required=False)
    if not words and Category.OTHER in categories:
        form.problem("words", "holdings.form.no_words")
    why = form.long_text("why", WHY_LIMIT)
    since = form.rough_day("since", required=False)
    if since is not None and form.today is not None and since.on > form.today:
        form.problem("since", "holdings.form.since_ahead")
    certainty = form.choice("certainty", list(Certainty))
    if not form.ok:
        return None
    return Words(categories, Certainty(certainty), since, words or None, why or None)


def rough_day_text(since: RoughDate | None) -> str:
    """A remembered day as it can be typed again, as exact as it was."""
    if since is None:
        return ""
    return since.on.isoformat()[: {"year": 4, "month": 7, "day": 10}[since.precision]]
