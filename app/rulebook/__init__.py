"""The law pages: every rule behind a deadline in plain words, with its article, its doubts and an example."""
