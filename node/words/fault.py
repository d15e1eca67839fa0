"""Why rows of registers and case files are not used, in the words of who reads them.

The readers give their reasons in English, because the command line prints them so; here they are
known again and said in another language. What a reason names (a field, a layout of dates) is said
as it is.
"""

import re
from typing import Final

from node.words.language import Language
from node.words.mark import marked
from node.words.speech import Words

FAULTS: Final = (
    marked("neither a name nor an identifier"),
    marked("no identifier that can be matched"),
    marked("no letter or digit"),
    marked("no such field"),
    marked("an identifier record has one identifier"),
    marked("longer than {n} characters"),
    marked("holds characters that no text has"),
    marked("holds more than one value"),
    marked("the column it names is empty"),
    marked("another row has this id"),
    marked(
        "a payment card number: it is neither kept nor asked about (PCI DSS); "
        "give the IBAN, or ask the bank by the last four digits"
    ),
    marked("not a phone number with a country code"),
    marked("too short or too plain to identify anybody"),
    marked("not a code of 3 to 32 letters and digits"),
    marked("an MMSI has nine digits"),
    marked("not an e-mail address"),
    marked("a VIN has 17 letters and digits without I, O and Q"),
    marked("not an address of a known kind"),
    marked("a hull number has 12 characters after its country (ISO 10087)"),
    marked("the address of an aircraft has six hexadecimal digits"),
    marked("not a known country code or name"),
    marked("a range of years; give each year as a value of its own"),
    marked("not a date in a layout that is known"),
    marked("a date needs a year of four digits"),
    marked("the year is not between 1500 and 2100 (Gregorian calendar)"),
    marked("there is no such month"),
    marked("the month has no such day"),
    marked("names no class of vessel that is known"),
    marked("not a tonnage between 1 and 600,000"),
    marked("not a year between 1850 and 2100"),
    marked("not a JSON object"),
    marked("not the name of a schema"),
    marked("not an object"),
    marked("half of a character"),
    marked("bytes that are not UTF-8"),
    marked("bytes that are no text in this encoding"),
    marked("not one JSON object, or longer than 16 MiB"),
    marked("neither text nor a number nor a date"),
    marked("not a number"),
    marked("a number of more than 15 digits has lost some: store it as text"),
    marked("broken quoting, or a cell of more than 131,072 letters"),
    marked("a value under a column without a name"),
    marked("a value to the right of the last column"),
    marked("a spreadsheet error instead of a value"),
    marked("more rows than a sheet can have"),
    marked("not an id, a relation and an id of another row"),
)
"""Reasons that are said as they stand, but for a number."""
_NAMING: Final = {
    re.compile(r"no such field; nearest is (?P<name>\w+)"): marked(
        "no such field; nearest is {name}"
    ),
    re.compile(r"none of (?P<names>.+)"): marked("none of {names}"),
    re.compile(r"not a field of a (?P<kind>\w+)"): marked("not a field of records of this kind"),
    re.compile(r"not a (?P<kind>\w+), which this register holds"): marked(
        "not of the kind that this register holds"
    ),
    re.compile(r"not a date in the format (?P<layout>.+)"): marked(
        "not a date in the format {layout}"
    ),
    re.compile(r"(?P<found>\d+) cells where the header has (?P<wanted>\d+)"): marked(
        "{found} cells where the header has {wanted}"
    ),
    re.compile(r"the check digit of the (?P<name>.+) is wrong"): marked(
        "the check digit is wrong: {name}"
    ),
    re.compile(r"the (?P<name>.+) has the wrong form"): marked("the form is wrong: {name}"),
}
"""Reasons that name something, and the sentences in which they do."""


def say_fault(words: Words, reason: str) -> str:
    """Say why a row is not used; a reason that no catalogue knows stands for itself."""
    said = words.repeat(reason)
    if said != reason or words.language is Language.EN:
        return said
    for pattern, sentence in _NAMING.items():
        found = pattern.fullmatch(reason)
        if found is not None:
            return words.say(sentence, **found.groupdict())
    return reason
