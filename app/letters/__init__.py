"""Letters to agencies: forms as data, laid out once, shown as a page and printed as a PDF."""
