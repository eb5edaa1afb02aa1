"""Fetching what the Credential Registry publishes into an archive, and keeping it up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from graph.iris import CTID
from graph.progress import Progress
from loaders.archive import ENDING, Archive
from loaders.ctdl.fetch.bulk import bulk
from loaders.ctdl.fetch.changes import TooMany, catch_up, follow
from loaders.ctdl.fetch.crawl import SYNCED, crawl, resumed
from loaders.ctdl.fetch.registry import Registry
from loaders.ctdl.fetch.report import FetchReport
from loaders.ctdl.fetch.selection import named, select
from loaders.ctdl.fetch.work import Work
from loaders.ctdl.fetch.zips import apply
from loaders.fetching import only_fetch
from loaders.source import SourceError

__all__ = ["TOKEN", "TYPES", "FetchReport", "Registry", "Wanted", "archive_of", "fetch"]

TOKEN = "CE_REGISTRY_TOKEN"  # noqa: S105
"""The environment variable with a token for the Registry: in no file, on no command line."""

PRODUCTION = "credentialengineregistry.org"
TYPES = (
    "organization", "credential", "assessment_profile", "learning_opportunity_profile",
    "learning_program", "course", "competency_framework", "asn_progression_model", "concept_scheme",
    "condition_manifest_schema", "cost_manifest_schema", "pathway", "pathway_set",
    "transfer_value_profile", "transfer_intermediary", "collection", "qdata_dataset_profile",
    "rubric", "scheduled_offering", "support_service", "credentialing_action", "occupation", "job",
    "task", "workrole",
)  # fmt: skip
"""The types by which a search can ask for records, as the Registry names them."""


@dataclass(frozen=True)
class Wanted:
    """What is to be fetched: everything, or (the others) some. `since`: ISO 8601; `zips`: files of
    the Registry that are at hand, instead of the network; `full`: all anew."""

    types: tuple[str, ...] = ()
    ctids: tuple[str, ...] = ()
    owner: str = ""
    since: str = ""
    full: bool = False
    zips: tuple[Path, ...] = ()

    @classmethod
    def of(
        cls,
        types: str,
        ctids: Sequence[str],
        owner: str,
        since: datetime | None,
        full: bool,
        zips: tuple[Path, ...],
    ) -> Wanted:
        """What a command line asks for: `types` with commas between, `since` in UTC.

        Errors: `SourceError` where something is no CTID, or no type of the Registry.
        """
        for ctid in (*ctids, *filter(None, [owner])):
            if not CTID.fullmatch(ctid):
                raise SourceError(
                    f"{ctid}: not a CTID, like ce-01234567-89ab-4cde-8f01-23456789abcd"
                )
        named = tuple(dict.fromkeys(one.strip() for one in types.split(",") if one.strip()))
        if unknown := [one for one in named if one not in TYPES]:
            raise SourceError(f"{unknown[0]}: not a type of record; known: {', '.join(TYPES)}")
        ways = [bool(ctids), bool(named or owner), bool(zips), full]
        if sum(ways) > 1 or (since and (ctids or zips or full)):
            raise SourceError("ask in one way: --ctid, or --type and --owner, or --from, or --full")
        day = since.replace(tzinfo=UTC).isoformat() if since else ""
        return cls(named, tuple(ctid.lower() for ctid in ctids), owner.lower(), day, full, zips)


def archive_of(folder: Path, base: str, community: str) -> Path:
    """Where a community of a Registry is kept; each environment in a file of its own."""
    host = urlsplit(base).netloc.lower().replace(":", "-")
    return folder / f"{community}{'' if host == PRODUCTION else f'@{host}'}{ENDING}"


def fetch(
    registry: Registry,
    folder: Path,
    wanted: Wanted,
    progress: Progress,
    say: Callable[[str], None],
) -> FetchReport:
    """Fetch what is wanted into the archive in `folder`. Errors: `OutboundError`, `ArchiveError`,
    `SourceError`; what was fetched before is then kept, and the next call goes on from there."""
    path = archive_of(folder, registry.base, registry.community)
    with only_fetch(path), Archive(path) as archive:
        work = Work(registry, archive, FetchReport(), progress, say)
        if wanted.zips:
            for one in wanted.zips:
                apply(work, one)
        elif wanted.ctids:
            named(work, wanted.ctids)
        elif wanted.types or wanted.owner:
            _select(work, wanted)
        elif wanted.since:
            follow(work, wanted.since)
        else:
            _everything(work, folder, wanted.full)
        return work.report


def _select(work: Work, wanted: Wanted) -> None:
    owner = {"owned_by": wanted.owner} if wanted.owner else {}
    since = {"from": wanted.since} if wanted.since else {}
    for kind in wanted.types or ("",):
        if kind:
            work.say(kind)
        select(work, owner | since | ({"resource_type": kind} if kind else {}))


def _everything(work: Work, folder: Path, full: bool) -> None:
    """All of the community: only what changed where everything was fetched before."""
    if resumed(work) is not None and not full:
        crawl(work)
    elif full or work.archive.state(SYNCED) is None:
        _anew(work, folder)
    else:
        try:
            catch_up(work)
        except TooMany:
            work.say("so much has changed that everything is fetched anew")
            _anew(work, folder)
        else:
            return
    # Of what was just fetched hardly anything has changed, however many events it came with.
    catch_up(work, however_many=True)


def _anew(work: Work, folder: Path) -> None:
    work.archive.remember("crawl", None)
    work.archive.commit()
    if not (work.registry.headers and bulk(work, folder)):
        crawl(work)
