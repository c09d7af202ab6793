"""GO, HOLD or NO-GO as it is painted everywhere: shape, word and colour, then every reason."""

from collections.abc import Mapping
from types import MappingProxyType

from nkdesk.model.readiness import Go, Readiness
from nkdesk.sheets.wording.readiness import go_help_text, go_reason_text, go_symbol, go_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour

_NO_TITLES: Mapping[str, str] = MappingProxyType({})
_SMALL = 0.93
_TONES = {Go.GO: "given", Go.HOLD: "caution", Go.NO_GO: "refused"}


def go_tone(go: Go) -> str:
    """Return the colour token of a level."""
    return _TONES[go]


def go_words(go: Go) -> str:
    """Return shape and word: ``■ NO-GO``."""
    return f"{go_symbol(go)} {go_text(go)}"


def go_run(go: Go, size: float = 1.0) -> Run:
    """Return shape and word in bold and in the colour of the level."""
    return Run(go_words(go), bold=True, shade=colour(go_tone(go)), size=size)


def reason_lines(
    readiness: Readiness, titles: Mapping[str, str] = _NO_TITLES, *, helps: bool = False
) -> list[list[Run]]:
    """Return a line a reason, the worst first; with ``helps`` what would make it possible.

    A remark on a GO has no shape: nothing stands in the way.
    """
    lines: dict[str, list[Run]] = {}
    for reason in readiness.reasons:
        words = go_reason_text(reason, titles)
        remark = reason.level is Go.GO
        sign = "" if remark else f"{go_symbol(reason.level)}\u00a0"
        runs = [Run(sign + words, shade=colour(go_tone(reason.level)), size=_SMALL)]
        if remark:
            runs = [Run(words, shade=colour("caution" if reason.asks else "quiet"), size=_SMALL)]
        if helps and not remark:
            runs.append(Run(f"  {go_help_text(reason)}", shade=colour("quiet"), size=_SMALL))
        lines.setdefault(words, runs)
    return list(lines.values())
