"""The US states, the District of Columbia and the territories, by postal code; and an operator's
own regions beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.settings import BadSetting

_NAMES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa
GU Guam|MP Northern Mariana Islands|PR Puerto Rico|VI U.S. Virgin Islands
"""

STATES: dict[str, str] = {
    entry[:2]: entry[3:].strip() for entry in _NAMES.strip().replace("\n", "|").split("|")
}
_TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}
_OTHER_NAMES = {
    "washington dc": "DC",
    "washington, dc": "DC",
    "washington, d.c": "DC",
    "d.c": "DC",
    "virgin islands": "VI",
    "us virgin islands": "VI",
    "united states virgin islands": "VI",
}
_US = {"us", "usa", "u.s", "u.s.a", "united states", "united states of america"}


def parse_regions(entries: Iterable[str]) -> dict[str, str]:
    """``["AG Allegheny"]``, an operator's setting, as ``{"AG": "Allegheny"}``.

    Errors: `BadSetting` on an entry that is no two-letter code and name, or that takes a state's.
    """
    found: dict[str, str] = {}
    for entry in entries:
        code, _, name = entry.strip().partition(" ")
        if not (len(code) == 2 and code.isascii() and code.isalpha() and name.strip()):
            raise BadSetting(f"regions: {entry!r} must be two letters and a name: 'AG Allegheny'")
        if code.upper() in STATES:
            raise BadSetting(
                f"regions: {code.upper()} is {STATES[code.upper()]}; take another code"
            )
        found[code.upper()] = name.strip()
    return found


class Regions:
    """The regions that places are resolved to: the states, and an operator's own.

    `names` holds the name of each by its code.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.names = STATES | dict(own or {})
        self._by_name = {name.lower().rstrip("."): code for code, name in self.names.items()}
        self._by_name |= _OTHER_NAMES

    def code_of(self, text: str) -> str | None:
        """``"Ohio"``, ``"oh"``, ``"US-OH"`` → ``"OH"``; None for anything else."""
        bare = " ".join(text.split()).rstrip(".")
        upper = bare.upper().removeprefix("US-")
        return upper if upper in self.names else self._by_name.get(bare.lower())

    def territory(self, country: str) -> str | None:
        """The code of a US territory that is named as if it were a country."""
        code = self.code_of(country)
        return code if code in _TERRITORIES else None


def is_us(country: str) -> bool:
    """Whether a country's name or code means the United States."""
    return country.strip().lower().rstrip(".") in _US
