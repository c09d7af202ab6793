"""The product of an infusion on the daily list: its numbers, its expiry, GO, HOLD or NO-GO."""

from dataclasses import dataclass, replace

from nkdesk.model.infusion import InfusionState
from nkdesk.model.readiness import Readiness
from nkdesk.services.row_products import ProductLine, RunningLine
from nkdesk.sheets.list_options import Names
from nkdesk.sheets.wording.infusions import infusion_symbol, since_text
from nkdesk.sheets.wording.products import bag_numbers_text, expiries_text
from nkdesk.sheets.wording.readiness import go_symbol, go_text, readiness_reasons
from nkdesk.sheets.wording.translation import translate


@dataclass(frozen=True, slots=True)
class ProductWords:
    """What a row says of its product; "" where a field has nothing to say.

    ``coded`` are the reasons without the words somebody typed, which may hold a name.
    """

    numbers: str = ""
    expiry: str = ""
    symbol: str = ""
    go: str = ""
    reasons: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    running: str = ""
    running_symbol: str = ""


NO_PRODUCT = ProductWords()
_UNDER_WAY = frozenset({InfusionState.RUNNING, InfusionState.PAUSED, InfusionState.OBSERVING})


def product_words(
    line: ProductLine | None, readiness: Readiness | None, running: RunningLine | None
) -> ProductWords:
    """Return what a row says of its product, and whether it may be given.

    Once it is under way that is no question any more.
    """
    words = _of_product(line)
    if running is not None:
        symbol = infusion_symbol(running.infusion.state)
        words = replace(words, running=since_text(running), running_symbol=symbol)
    under_way = running is not None and running.infusion.state in _UNDER_WAY
    if readiness is not None and not under_way:
        words = replace(
            words,
            symbol=go_symbol(readiness.go),
            go=go_text(readiness.go),
            reasons=readiness_reasons(readiness),
            coded=readiness_reasons(_without_holds(readiness)),
        )
    return words


def _of_product(line: ProductLine | None) -> ProductWords:
    if line is None or line.dose is None:
        return NO_PRODUCT
    bags = line.dose.bags
    return ProductWords(numbers=bag_numbers_text(bags), expiry=expiries_text(bags))


def _without_holds(readiness: Readiness) -> Readiness:
    bare = tuple(replace(reason, hold=None) for reason in readiness.reasons)
    return replace(readiness, reasons=bare)


def printed_product(words: ProductWords, names: Names) -> dict[str, str]:
    """Return which fields of a product are printed."""
    numbers = words.numbers
    reasons = words.reasons if names is Names.FULL else words.coded
    return {
        "go symbol": words.symbol,
        "go": words.go,
        "running symbol": words.running_symbol,
        "running": words.running,
        "product": translate("DailyList", "Product {}").format(numbers) if numbers else "",
        "expiry": words.expiry,
        "go reasons": "; ".join(reasons),
    }
