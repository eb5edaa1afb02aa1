"""CTDL and CTDL-ASN documents: what the Credential Registry publishes, and its vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from graph.iris import BadIri
from graph.sink import Note, Sink
from graph.triples import iri, line, literal
from graph.vocabulary import CG, PROV, XSD
from loaders.ctdl import foreign
from loaders.ctdl.convert import Converted, convert
from loaders.ctdl.documents import BadDocument, Document, parse, split
from loaders.jsonld import Contexts, JsonLdError
from loaders.report import LoadReport
from loaders.source import Source, SourceError, SourceFile

__all__ = ["load"]

DOCUMENTS = "documents"


def load(source: Source, sink: Sink) -> LoadReport:
    """Load every CTDL document of `source`. Of documents with one CTID the newest wins whole."""
    report, before = LoadReport(source.name, source.kind), sink.public.lines
    winners = _winners(source)
    contexts = Contexts(source.contexts)
    for position, file in enumerate(source.files):
        source.progress(len(source.files) + position, 2 * len(source.files))
        for item in _items(file):
            report.table(DOCUMENTS).read += 1
            if isinstance(item, BadDocument):
                _refuse(item, file, report, sink)
            else:
                _load_one(item, winners, contexts, source, report, sink)
    source.progress(2 * len(source.files), 2 * len(source.files))
    report.as_of = max((rank[1] for rank in winners.values()), default="")[:10] or None
    return report.finish(sink, before)


def _items(file: SourceFile) -> Iterator[Document | BadDocument]:
    if not file.name.lower().endswith((".json", ".jsonld", ".txt.json", ".json-ld")):
        yield BadDocument("not a JSON file", "left out")
        return
    try:
        data = parse(file.read())
    except SourceError as error:
        yield BadDocument(str(error), file.name)
        return
    except BadDocument as error:
        yield error
        return
    yield from split(data, file.name)


def _winners(source: Source) -> dict[str, tuple[bool, str, str]]:
    """The first pass: for each CTID the rank of the document that is loaded."""
    winners: dict[str, tuple[bool, str, str]] = {}
    for position, file in enumerate(source.files):
        source.progress(position, 2 * len(source.files))
        for item in _items(file):
            if isinstance(item, Document) and item.ctid:
                winners[item.ctid] = max(winners.get(item.ctid, item.rank), item.rank)
    return winners


def _refuse(bad: BadDocument, file: SourceFile, report: LoadReport, sink: Sink) -> None:
    if bad.place == "left out":
        note = Note("not-json", str(bad), place=file.name)
        report.leave_out(note, sink, DOCUMENTS)
        return
    place = bad.place if bad.place.startswith(file.name) else f"{file.name}: {bad.place}"
    report.reject(Note("unreadable-document", str(bad), place=place.rstrip(": ")), sink, DOCUMENTS)


def _load_one(
    document: Document,
    winners: dict[str, tuple[bool, str, str]],
    contexts: Contexts,
    source: Source,
    report: LoadReport,
    sink: Sink,
) -> None:
    if reason := _not_for_us(document, winners):
        report.leave_out(Note(*reason, value=document.ctid, place=document.key), sink, DOCUMENTS)
        return
    try:
        converted = _converted(document, contexts, sink)
    except (JsonLdError, BadIri, RecursionError) as error:
        note = Note("unreadable-document", str(error) or "nested too deeply", place=document.key)
        report.reject(note, sink, DOCUMENTS)
        return
    report.unknown_keys.update(converted.unknown_keys)
    if not converted.resources:
        reason_text = "no statement in it uses a term of CTDL's context"
        report.reject(Note("no-statements", reason_text, place=document.key), sink, DOCUMENTS)
        return
    _write(converted, document, source, report, sink)


def _not_for_us(
    document: Document, winners: dict[str, tuple[bool, str, str]]
) -> tuple[str, str] | None:
    if document.body.keys() == {"@context"}:
        return "context-file", "a JSON-LD context: it holds no resource"
    if document.is_learner_record:
        return "learner-record", "a record about a person's award: give it with --ler"
    if document.ctid and winners[document.ctid] != document.rank:
        return "superseded", f"another document of this CTID wins: {winners[document.ctid][2]}"
    return None


def _converted(document: Document, contexts: Contexts, sink: Sink) -> Converted:
    if document.has_ctdl_context:
        return convert(document, sink.names)
    return foreign.convert(document, contexts, sink.names)


def _write(
    converted: Converted, document: Document, source: Source, report: LoadReport, sink: Sink
) -> None:
    lines = converted.lines
    origin = iri(sink.names.of("source", source.name))
    for name in converted.resources:
        lines.append(line(name, PROV.wasDerivedFrom, origin))
        if document.updated:
            lines.append(line(name, CG.envelopeUpdated, literal(document.updated, XSD.dateTime)))
    unique = dict.fromkeys(lines)
    sink.public.write("".join(unique).encode(), len(unique))
    report.table(DOCUMENTS).loaded += 1
    report.table("resources").read += len(converted.resources)
    report.table("resources").loaded += len(converted.resources)
    for note in converted.repairs:
        report.repair(note, sink)
