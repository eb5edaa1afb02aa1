"""A batch of a source: read, converted and written to a file of its own, in any process."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from graph.iris import Names
from graph.sink import Channel, Note, Sink
from loaders.ctdl import winners
from loaders.ctdl.convert import Converted, convert
from loaders.ctdl.documents import Document, LeftOut
from loaders.ctdl.foreign import convert_foreign
from loaders.ctdl.parts import Part
from loaders.ctdl.provenance import provenance, publisher
from loaders.json_text import BadDocument
from loaders.jsonld import Contexts, JsonLdError
from loaders.report import LoadReport

DOCUMENTS = "documents"


@dataclass(frozen=True)
class Job:
    """What all batches of a source have in common; `folder` is where they write."""

    source: str
    contexts: tuple[Path, ...]
    names: Names
    folder: Path
    provisional: bool = False
    deleted: bool = False

    def lines(self, number: int) -> Path:
        """The file with a batch's statements."""
        return self.folder / f"{number}.nt"

    def report(self, number: int) -> Path:
        """The file with a batch's report."""
        return self.folder / f"{number}.report"


@dataclass(frozen=True)
class Batch:
    """Parts to be read. `beaten` are documents that another one wins over, by their positions, with
    the place of the winner, as far as is known."""

    number: int
    parts: tuple[Part, ...]
    beaten: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What a batch gave: lines of N-Triples, bytes that were read, and the documents that compete
    with those of other batches."""

    number: int
    lines: int
    size: int
    entries: list[winners.Entry]


def write(job: Job, batch: Batch) -> Written:
    """Load the documents of a batch; its statements and its report are then in the job's folder."""
    path = job.lines(batch.number)
    path.unlink(missing_ok=True)
    with Channel(path) as channel:
        writing = _Writing(job, batch, Sink(channel, job.names))
        writing.parts()
    job.report(batch.number).write_bytes(pickle.dumps(writing.report))
    size = sum(part.size for part in batch.parts)
    return Written(batch.number, channel.lines, size, writing.entries)


@lru_cache(maxsize=1)
def _contexts(folders: tuple[Path, ...]) -> Contexts:
    """Contexts stay parsed from one batch to the next."""
    return Contexts(folders)


class _Writing:
    """The loading of one batch."""

    def __init__(self, job: Job, batch: Batch, sink: Sink) -> None:
        self.job, self.batch, self.sink = job, batch, sink
        self.report = LoadReport(job.source, "ctdl")
        self.origin = job.names.of("source", job.source)
        self.entries: list[winners.Entry] = []

    def parts(self) -> None:
        items = (item for part in self.batch.parts for item in part.items())
        for position, item in enumerate(items):
            self.report.table(DOCUMENTS).read += 1
            if isinstance(item, BadDocument):
                self.reject("unreadable-document", str(item), item.place)
            elif isinstance(item, LeftOut):
                self.leave_out(item.code, item.reason, item.key)
            else:
                self.document(item, position)

    def document(self, document: Document, position: int) -> None:
        self.entries += winners.entry(document, self.batch.number, position)
        if left_out := self.not_for_us(document, position):
            self.leave_out(*left_out, document.key, document.ctid)
            return
        try:
            converted = self.converted(document)
        except (JsonLdError, RecursionError) as error:
            self.reject("unreadable-document", str(error) or "nested too deeply", document.key)
            return
        self.report.unknown(converted.unknown_keys, publisher(document))
        if not converted.resources and not converted.vocabulary:
            reason = "no statement in it uses a term of CTDL's context"
            self.reject("no-statements", reason, document.key)
            return
        self.put(converted, document)
        for note in converted.repairs:
            self.report.repair(note, self.sink)

    def not_for_us(self, document: Document, position: int) -> tuple[str, str] | None:
        """Code and reason where a document is rightly not loaded."""
        if document.body.keys() == {"@context"}:
            return "context-file", "a JSON-LD context: it holds no resource"
        if document.is_learner_record:
            return "learner-record", "about a person, or a person's award: give it with --ler"
        if document.is_provisional and not self.job.provisional:
            return "provisional", "provisional: its publisher has not yet published it for good"
        if better := self.batch.beaten.get(position):
            return "superseded", f"another document of this CTID wins: {better}"
        if document.is_deleted and not (self.job.deleted and document.body):
            return "deleted", "its publisher has deleted it"
        return None

    def converted(self, document: Document) -> Converted:
        if document.has_ctdl_context:
            return convert(document, self.job.names)
        return convert_foreign(document, _contexts(self.job.contexts), self.job.names)

    def put(self, converted: Converted, document: Document) -> None:
        unique = dict.fromkeys(converted.lines)
        unique.update(dict.fromkeys(provenance(document, converted, self.origin)))
        self.sink.public.write("".join(unique).encode(), len(unique))
        self.report.table(DOCUMENTS).loaded += 1
        kinds = {"resources": converted.resources, "vocabulary terms": converted.vocabulary}
        for table, names in kinds.items():
            if count := len(set(names)):
                self.report.table(table).read += count
                self.report.table(table).loaded += count

    def reject(self, code: str, reason: str, place: str) -> None:
        self.report.reject(Note(code, reason, place=place), self.sink, DOCUMENTS)

    def leave_out(self, code: str, reason: str, place: str, value: str | None = None) -> None:
        self.report.leave_out(Note(code, reason, value=value, place=place), self.sink, DOCUMENTS)
