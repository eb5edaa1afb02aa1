"""The one kind of error that a user can mend."""

from __future__ import annotations


class KnownError(Exception):
    """Its message says what is wrong, where, and what to do; nobody needs its traceback."""
