"""The account of a fetch: every envelope that was seen is stored, unchanged, or failed for a
reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.archive import Archive, Envelope

EXAMPLES = 20
"""How many failures are listed; all are counted."""


@dataclass
class FetchReport:
    """Counts of one fetch. `seen` = `stored` + `unchanged` + `older` + `provisional` + failures;
    `deleted`: records that are now marked as deleted; `total`: what the Registry says it has, of
    what was asked for; `at_hand`: how many of those the archive has."""

    seen: int = 0
    stored: int = 0
    unchanged: int = 0
    older: int = 0
    provisional: int = 0
    deleted: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    total: int | None = None
    at_hand: int | None = None

    def put(self, archive: Archive, envelope: Envelope, now: str, others_until: str) -> None:
        """Store an envelope (see `Archive.put`) and count what became of it."""
        self.seen += 1
        outcome = archive.put(envelope, now, others_until)
        setattr(self, outcome, getattr(self, outcome) + 1)
        if envelope.is_deleted and outcome == "stored":
            self.deleted += 1

    def fail(self, what: str, reason: str, seen: bool = True) -> None:
        """Count and list something that was not stored."""
        self.seen += seen
        self.failures.append((what, reason))

    @property
    def is_complete(self) -> bool:
        """Whether nothing failed and the archive has as many as the Registry says it has."""
        return not self.failures and (self.total is None or self.at_hand == self.total)

    def lines(self) -> list[str]:
        """The account in words, for the end of the command."""
        counts = ("seen", "stored", "unchanged", "older", "provisional", "deleted")
        said = [f"{getattr(self, name):,} {name}" for name in counts if getattr(self, name)]
        lines = [", ".join([*(said or ["nothing new"]), f"{len(self.failures):,} failed"])]
        lines += [f"failed: {what}: {reason}" for what, reason in self.failures[:EXAMPLES]]
        if len(self.failures) > EXAMPLES:
            lines.append(f"… and {len(self.failures) - EXAMPLES:,} more")
        if self.total is not None:
            lines.append(f"the Registry says {self.total:,}, the archive has {self.at_hand or 0:,}")
        return lines
