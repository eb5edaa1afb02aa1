"""How often, and after which pauses, something is tried again; and the caps that hold for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import tenacity

from loaders.outbound.failures import Again, OutboundError

T = TypeVar("T")


class Garbled(Exception):
    """Raised by the reader of an answer that is not what it should be: asked for again."""


@dataclass(frozen=True)
class Caps:
    """What one request may take. `bytes`: of the body, also unpacked; `seconds`: in all; `idle`:
    seconds of each wait; `attempts`: until it is given up; `first_pause`: seconds before the second
    attempt, doubled each time; `patience`: the longest pause a server may ask for, in seconds."""

    bytes: int = 1 << 28
    seconds: float = 180
    idle: float = 30
    redirects: int = 5
    attempts: int = 7
    first_pause: float = 1
    patience: float = 600


def trying(
    attempt: Callable[[], T], caps: Caps, url: str, give_up: Callable[[], bool] | None = None
) -> T:
    """Call `attempt` until it raises nothing that may pass, or the attempts are used up; with
    `give_up` that says when. Errors: `OutboundError`."""
    backoff = tenacity.wait_exponential_jitter(
        multiplier=caps.first_pause, max=60, jitter=caps.first_pause
    )

    def wait(state: tenacity.RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        return max(backoff(state), getattr(failure, "pause", 0))

    def stop(state: tenacity.RetryCallState) -> bool:
        return give_up() if give_up else state.attempt_number >= caps.attempts

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((Again, Garbled)), wait=wait, stop=stop,
        reraise=True,
    )  # fmt: skip
    try:
        return retrying(attempt)
    except (Again, Garbled) as failure:
        raise OutboundError(
            f"{without_query(url)}: {failure}; given up after several tries"
        ) from failure


def without_query(url: str) -> str:
    """An address as messages show it: without its query, which may hold a signature."""
    return url.partition("?")[0]


def retry_after(value: str) -> float:
    """Seconds, from a number or a date; 0 where it says nothing that can be read."""
    if (number := whole(value)) is not None:
        return number
    try:
        until = parsedate_to_datetime(value)
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return 0
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def whole(value: str | None) -> int | None:
    """The number in a header, if it is one of a length that makes sense."""
    found = re.fullmatch(r"\s*([0-9]{1,18})\s*", value or "")
    return int(found[1]) if found else None
