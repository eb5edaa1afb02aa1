"""Learning and employment records: Open Badges 3.0 and 2.0 as JSON, their definition side alone.

No note about a record ever holds a value from it: what is kept is the file's place, a code, and a
reason in our own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.sink import Note, Sink
from loaders.jsonld import Contexts
from loaders.ler import badges
from loaders.ler.badges import Award
from loaders.ler.documents import Document, Unfit, documents
from loaders.ler.people import people_of
from loaders.ler.publishing import MIN_HOLDERS, Rules, Version, choose, versions
from loaders.ler.writing import count, write
from loaders.report import LoadReport
from loaders.source import Source, SourceFile

__all__ = ["load"]

DOCUMENTS = "documents"
_NOT_PUBLISHABLE = (
    "not-publishable",
    f"its achievement is not in the Registry, has fewer than {MIN_HOLDERS} holders here and no "
    "issuer on the list of publishable issuers, or it names its holder",
)
_OTHER_VERSION = (
    "other-version",
    "another version of the same achievement, which more records share, is loaded; of this one, "
    "the alignments",
)


@dataclass(frozen=True)
class _Record:
    """A readable document: where it stands, and its awards."""

    place: str
    awards: list[Award]


def load(source: Source, sink: Sink) -> LoadReport:
    """Load the public achievements of `source` with their issuers and alignments.

    The whole source is one collection: holders are counted over it, so it is read to its end
    before anything is written.
    """
    report, before = LoadReport(source.name, source.kind), sink.public.lines
    records = list(_records(source, report, sink))
    awards = [award for record in records for award in record.awards]
    rules = Rules.of(source.publishable_issuers, awards)
    found = versions(awards, sink.names)
    chosen = choose(found, rules)
    count(found, chosen, awards, report)
    write(chosen, rules, report, sink)
    _account_for(records, found, chosen, report, sink)
    return report.finish(sink, before)


def _records(source: Source, report: LoadReport, sink: Sink) -> Iterator[_Record]:
    contexts = Contexts(source.contexts)
    for number, file in enumerate(source.files, 1):
        for item in documents(file):
            report.table(DOCUMENTS).read += 1
            place = _place(file, number, item)
            try:
                if isinstance(item, Unfit):
                    raise item
                yield _Record(place, badges.read(item.body, contexts))
            except Unfit as unfit:
                note = Note(unfit.code, str(unfit), place=place)
                tell = report.reject if unfit.rejected else report.leave_out
                tell(note, sink, DOCUMENTS)
        source.progress(number, len(source.files))


def _place(file: SourceFile, number: int, item: Document | Unfit) -> str:
    """The file's name; only its number where the name holds that of the person, or may hold it:
    whom a file is about can't be told where it can't be read."""
    numbered = f"file {number} of the source"
    if isinstance(item, Unfit):
        return numbered
    name = numbered if people_of(item.body).are_in_label(file.name) else file.name
    return name if item.position is None else f"{name}#{item.position}"


def _account_for(
    records: list[_Record],
    found: list[Version],
    chosen: dict[str, list[Version]],
    report: LoadReport,
    sink: Sink,
) -> None:
    """Count each record as loaded when an achievement of it is; say why the others are not."""
    version_of = {id(award): version for version in found for award in version.awards}
    for record in records:
        mine = [version_of[id(award)] for award in record.awards]
        missing = [version for version in mine if version not in chosen.get(version.iri, [])[:1]]
        table = DOCUMENTS if len(missing) == len(mine) else None
        if table is None:
            report.table(DOCUMENTS).loaded += 1
        if missing:
            public = any(version in chosen.get(version.iri, []) for version in missing)
            code, reason = _OTHER_VERSION if public else _NOT_PUBLISHABLE
            report.leave_out(Note(code, reason, place=record.place), sink, table)
        if any(award.definition.empty_alignments for award in record.awards):
            reason = "an alignment without name, address and code"
            report.reject(Note("empty-alignment", reason, place=record.place), sink)
