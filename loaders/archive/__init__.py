"""The archive of a community of the Credential Registry: all its envelopes in one SQLite file.

400,000 envelopes are too many for files of their own. A row holds one envelope as the Registry gave
it (JSON, compressed); rows are replaced or marked as deleted, never removed, so that a row's number
stands for one CTID for ever and workers can each read a range of numbers, also while a fetch goes
on. What a fetch has to remember to go on after it was killed is in the same file, and is written in
the same transactions.
"""

from loaders.archive.reading import digest, last_row, rows
from loaders.archive.row import ENDING, MAX_ENVELOPE, SIDE_FILES, ArchiveError, Envelope, Row
from loaders.archive.writing import Archive

__all__ = [
    "ENDING",
    "MAX_ENVELOPE",
    "SIDE_FILES",
    "Archive",
    "ArchiveError",
    "Envelope",
    "Row",
    "digest",
    "last_row",
    "rows",
]
