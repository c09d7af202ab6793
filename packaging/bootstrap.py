"""One command for a fresh machine: makes the environment, then runs nkdesk or its checks.

This file stays readable for every Python 3, so that an old one can say so plainly. The work
is in the ``bootstrap_*.py`` files beside it. Standard library only.
"""

import sys

NEEDED = (3, 11)


def too_old(version: "tuple[int, ...]") -> "str":
    """Return the sentence for a Python that is too old, empty when it is new enough."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    wanted = ".".join(str(part) for part in NEEDED)
    found = ".".join(str(part) for part in version[:3])
    said = "nkdesk needs Python " + wanted + " or newer; this is Python " + found
    return said + ". Install a newer Python and start this file with it."


if __name__ == "__main__":
    sentence = too_old(tuple(sys.version_info[:3]))
    if sentence:
        sys.exit(sentence)
    from bootstrap_verbs import main

    sys.exit(main(sys.argv[1:]))
