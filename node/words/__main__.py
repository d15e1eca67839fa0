"""`python -m node.words`: bring the catalogues up to what the sources say."""

from node.words.extract import update
from node.words.language import Language

if __name__ == "__main__":
    for language in Language:
        if language is not Language.EN:
            print(f"{language.endonym}: {update(language)} without words")  # noqa: T201 - a command
