"""Pages, texts, forms and the guards at the door of every request."""
