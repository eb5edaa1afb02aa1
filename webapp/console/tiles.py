"""The states as tiles of one size, each near where it lies: a small state can be read as well as a
large one."""

from __future__ import annotations

_ROWS = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. PR
GU MP AS .. .. .. .. .. .. .. VI
"""

TILES: dict[str, tuple[int, int]] = {
    code: (row, column)
    for row, line in enumerate(_ROWS.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
"""Row and column of each state or territory, from 0, by its postal code."""
