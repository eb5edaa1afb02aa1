"""The one way out: every request that credgraph makes of another server goes through `Outbound`.

http and https only; the address that is connected to is the one that was checked, and it is public
unless the operator named the host; size, time and redirects are capped; a server's pace is kept.
"""

from loaders.outbound.attempts import Caps, Garbled, whole
from loaders.outbound.client import Outbound, Reply
from loaders.outbound.failures import OutboundError, Refused, Status
from loaders.outbound.pace import Pace

__all__ = [
    "Caps",
    "Garbled",
    "Outbound",
    "OutboundError",
    "Pace",
    "Refused",
    "Reply",
    "Status",
    "whole",
]
