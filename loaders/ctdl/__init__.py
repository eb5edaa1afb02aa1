"""CTDL and CTDL-ASN documents: what the Credential Registry publishes, and its vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from graph.sink import Note, Sink
from graph.triples import iri, line, literal
from graph.vocabulary import CG, PROV, XSD
from loaders.ctdl.convert import Converted, convert
from loaders.ctdl.documents import Document
from loaders.ctdl.foreign import convert_foreign
from loaders.ctdl.splitting import documents, is_json
from loaders.ctdl.winners import Winners
from loaders.json_text import BadDocument
from loaders.jsonld import Contexts, JsonLdError
from loaders.report import LoadReport
from loaders.source import Source, SourceFile

__all__ = ["load"]

DOCUMENTS = "documents"


def load(source: Source, sink: Sink) -> LoadReport:
    """Load every CTDL document of `source`. Of documents with one CTID the newest wins whole.

    The files are read twice: the first pass only parses, a sixth of the work, and then nothing that
    was written has to be taken back.
    """
    loading = _Loading(source, sink)
    loading.choose()
    loading.write()
    return loading.report.finish(sink, loading.lines_before)


class _Loading:
    """The loading of one source."""

    def __init__(self, source: Source, sink: Sink) -> None:
        self.source, self.sink = source, sink
        self.report = LoadReport(source.name, source.kind)
        self.lines_before = sink.public.lines
        self.contexts = Contexts(source.contexts)
        self.winners = Winners()

    def choose(self) -> None:
        """The first pass: for each CTID, which document is loaded."""
        for position, file in enumerate(self.source.files):
            self.source.progress(position, 2 * len(self.source.files))
            if is_json(file.name):
                for item in documents(file):
                    if isinstance(item, Document):
                        self.winners.enter(item)
        self.report.as_of = self.winners.newest[:10] or None

    def write(self) -> None:
        """The second pass: everything is loaded, rejected or left out."""
        total = len(self.source.files)
        for position, file in enumerate(self.source.files):
            self.source.progress(total + position, 2 * total)
            for item in self.items(file):
                self.report.table(DOCUMENTS).read += 1
                if isinstance(item, BadDocument):
                    self.reject("unreadable-document", str(item), _place(item, file))
                else:
                    self.document(item)
        self.source.progress(2 * total, 2 * total)

    def items(self, file: SourceFile) -> Iterator[Document | BadDocument]:
        if is_json(file.name):
            yield from documents(file)
        elif file.name.lower().endswith(".zip"):
            yield BadDocument("a zip that can't be opened, or one within a zip; unpack it")
        else:
            self.report.table(DOCUMENTS).read += 1
            self.leave_out("not-json", "not a JSON file", file.name)

    def document(self, document: Document) -> None:
        if left_out := self.not_for_us(document):
            self.leave_out(*left_out, document.key, document.ctid)
            return
        try:
            converted = self.converted(document)
        except (JsonLdError, RecursionError) as error:
            self.reject("unreadable-document", str(error) or "nested too deeply", document.key)
            return
        self.report.unknown_keys.update(converted.unknown_keys)
        if not converted.resources and not converted.vocabulary:
            reason = "no statement in it uses a term of CTDL's context"
            self.reject("no-statements", reason, document.key)
            return
        self.put(converted, document)
        for note in converted.repairs:
            self.report.repair(note, self.sink)

    def not_for_us(self, document: Document) -> tuple[str, str] | None:
        """Code and reason where a document is rightly not loaded."""
        if document.body.keys() == {"@context"}:
            return "context-file", "a JSON-LD context: it holds no resource"
        if document.is_learner_record:
            return "learner-record", "a record about a person's award: give it with --ler"
        if better := self.winners.better_than(document):
            return "superseded", f"another document of this CTID wins: {better}"
        if document.is_deleted:
            return "deleted", "its publisher has deleted it"
        return None

    def converted(self, document: Document) -> Converted:
        if document.has_ctdl_context:
            return convert(document, self.sink.names)
        return convert_foreign(document, self.contexts, self.sink.names)

    def put(self, converted: Converted, document: Document) -> None:
        lines, origin = converted.lines, iri(self.sink.names.of("source", self.source.name))
        for name in [*converted.resources, *converted.vocabulary]:
            lines.append(line(name, PROV.wasDerivedFrom, origin))
        if document.updated:
            updated = literal(document.updated, XSD.dateTime)
            lines += [line(name, CG.envelopeUpdated, updated) for name in converted.resources]
        unique = dict.fromkeys(lines)
        self.sink.public.write("".join(unique).encode(), len(unique))
        self.report.table(DOCUMENTS).loaded += 1
        kinds = {"resources": converted.resources, "vocabulary terms": converted.vocabulary}
        for table, names in kinds.items():
            self.report.table(table).read += len(names)
            self.report.table(table).loaded += len(names)

    def reject(self, code: str, reason: str, place: str) -> None:
        self.report.reject(Note(code, reason, place=place), self.sink, DOCUMENTS)

    def leave_out(self, code: str, reason: str, place: str, value: str | None = None) -> None:
        self.report.leave_out(Note(code, reason, value=value, place=place), self.sink, DOCUMENTS)


def _place(bad: BadDocument, file: SourceFile) -> str:
    if not bad.place:
        return file.name
    return bad.place if bad.place.startswith(file.name) else f"{file.name}: {bad.place}"
