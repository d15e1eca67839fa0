"""The mark of sentences that are written in one place and said in another."""


def marked(sentence: str) -> str:
    """Return an English sentence as it is; the mark tells the catalogues that it will be said."""
    return sentence
