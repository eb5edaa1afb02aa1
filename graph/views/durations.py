"""Durations in days, beside the ISO 8601 text as published.

A year is counted as 365.25 days and a month as a twelfth of it, as UCUM does; a day has 24 hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from graph.sink import Note
from graph.triples import decimal, line
from graph.vocabulary import CETERMS, CG, QDATA

PROPERTIES = {
    CETERMS.exactDuration: CG.exactDurationDays,
    CETERMS.minimumDuration: CG.minimumDurationDays,
    CETERMS.maximumDuration: CG.maximumDurationDays,
    CETERMS.timeRequired: CG.timeRequiredDays,
    CETERMS.renewalFrequency: CG.renewalFrequencyDays,
    CETERMS.basePeriod: CG.basePeriodDays,
    QDATA.timeInterval: CG.timeIntervalDays,
}
"""Each published property whose values are durations, and the property that has them in days."""

_YEAR = Decimal("365.25")
_UNITS = {
    "Y": _YEAR,
    "M": _YEAR / 12,
    "W": Decimal(7),
    "D": Decimal(1),
    "TH": Decimal(1) / 24,
    "TM": Decimal(1) / 1440,
    "TS": Decimal(1) / 86400,
}
_NUMBER = r"(\d{1,9}(?:[.,]\d{1,9})?)"
_ISO = re.compile(
    rf"P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_PLACES = Decimal("0.000001")


@lru_cache(1 << 10)
def days(duration: str) -> Decimal | None:
    """``"P2Y"`` → 730.5; None for what is no ISO 8601 duration."""
    match = _ISO.fullmatch(duration.strip())
    if not match:
        return None
    parts = zip(match.groups(), _UNITS.values(), strict=True)
    total = sum((Decimal(n.replace(",", ".")) * unit for n, unit in parts if n), Decimal(0))
    return total.quantize(_PLACES).normalize()


def duration_lines(
    values: Callable[[str], Iterable[tuple[str, str, bool]]],
) -> Iterator[list[str] | Note]:
    """The N-Triples line with the days of every duration, and a note on each that is none.

    `values`: for a property each subject, value, and whether that is an IRI.
    """
    for published, ours in PROPERTIES.items():
        for subject, value, is_iri in values(published):
            found = None if is_iri else days(value)
            if found is None:
                reason = "no ISO 8601 duration such as P2Y or PT40H: it has no days"
                yield Note("ill-typed-value", reason, subject, published, value)
            else:
                yield [line(subject, ours, decimal(found))]
