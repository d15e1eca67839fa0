"""What profile 1 takes from rigour: its compiled tables of names, places and scripts.

Only the compiled half is imported, here and nowhere else. The Python half asks for ICU, which has
to be compiled, and whose spellings differ between versions of the operating system, so that two
nodes would make different tokens of one name. The compiled half carries all its data with it: one
version of rigour, pinned, spells every name in one way. Another version is another profile until
the vectors in `tests/vectors` say otherwise.
"""

from rigour._core import (
    Name,
    NamePart,
    NamePartTag,
    NameTypeTag,
    address_fingerprint,
    analyze_names,
    maybe_ascii,
    territories_jsonl,
    text_scripts,
)

__all__ = [
    "Name",
    "NamePart",
    "NamePartTag",
    "NameTypeTag",
    "address_fingerprint",
    "analyze_names",
    "maybe_ascii",
    "territories_jsonl",
    "text_scripts",
]
