"""The US states, the District of Columbia and the territories, by postal code."""

from __future__ import annotations

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

_BY_NAME = {name.lower(): code for code, name in STATES.items()} | {
    "washington dc": "DC",
    "washington, d.c.": "DC",
    "virgin islands": "VI",
}
_US = {"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"}


def state_code(text: str) -> str | None:
    """``"Ohio"``, ``"oh"``, ``"US-OH"`` → ``"OH"``; None for anything else."""
    bare = text.strip().rstrip(".")
    upper = bare.upper().removeprefix("US-")
    return upper if upper in STATES else _BY_NAME.get(bare.lower())


def is_us(country: str) -> bool:
    """Whether a country's name or code means the United States (or is empty)."""
    return not country.strip() or country.strip().lower() in _US
