"""The public versions of achievements into triples, and the counts of what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.sink import Note, Sink
from graph.triples import iri, line
from graph.vocabulary import CG, OB, PROV
from loaders.ler.badges import Award
from loaders.ler.content import EMAIL_REMOVED, Content
from loaders.ler.publishing import Rules, Version
from loaders.report import LoadReport

ACHIEVEMENTS, ISSUERS, ALIGNMENTS = "achievements", "issuers", "alignments"


def count(
    found: Iterable[Version],
    chosen: dict[str, list[Version]],
    awards: Iterable[Award],
    report: LoadReport,
) -> None:
    """Count achievements (by version) and alignments as they go out, and issuers as they came in.

    An issuer counts as left out until `write` writes it.
    """
    achievements, alignments = report.table(ACHIEVEMENTS), report.table(ALIGNMENTS)
    for version in found:
        definition, public = version.awards[0].definition, chosen.get(version.iri, [])
        usable, empty = len(definition.alignments), definition.empty_alignments
        achievements.read += 1
        alignments.read += usable + empty
        alignments.rejected += empty
        if version in public:
            alignments.loaded += usable
        else:
            alignments.left_out += usable
        if version in public[:1]:
            achievements.loaded += 1
        else:
            achievements.left_out += 1
    issuers = report.table(ISSUERS)
    issuers.read = len({a.issuer.iri or a.issuer.content.digest for a in awards if a.issuer})
    issuers.left_out = issuers.read


def write(chosen: dict[str, list[Version]], rules: Rules, report: LoadReport, sink: Sink) -> None:
    """Write every chosen achievement, then every issuer that may stand beside one, once."""
    origin = iri(sink.names.of("source", report.source))
    profiles: dict[str, list[str]] = {}
    for name, public in chosen.items():
        lines = [line(name, PROV.wasDerivedFrom, origin)]
        for content in _contents(public):
            lines += content.lines(name, sink.names)
            _tell_removed(name, content, report, sink)
        for issuer in (issuer for version in public for issuer in rules.issuers(version)):
            if issuer.iri:
                lines.append(line(name, CG.issuer, iri(issuer.iri)))
                own = [*issuer.content.lines(issuer.iri, sink.names)]
                own.append(line(issuer.iri, PROV.wasDerivedFrom, origin))
                profiles.setdefault(issuer.iri, own)
        _write(lines, sink)
    for lines in profiles.values():
        _write(lines, sink)
    issuers = report.table(ISSUERS)
    issuers.loaded, issuers.left_out = len(profiles), issuers.read - len(profiles)


def _contents(public: list[Version]) -> Iterator[Content]:
    """All that the first version says; what the others are aligned to."""
    first, *others = (version.awards[0].definition for version in public)
    yield first.content
    for other in others:
        yield Content(parts=tuple((OB.alignment, part) for part in other.alignments))


def _write(lines: list[str], sink: Sink) -> None:
    unique = dict.fromkeys(lines)
    sink.public.write("".join(unique).encode(), len(unique))


def _tell_removed(name: str, content: Content, report: LoadReport, sink: Sink) -> None:
    for predicate in sorted({p for p, text in content.terms() if EMAIL_REMOVED in text}):
        reason = "an e-mail address was removed from the text"
        report.repair(Note("email-removed", reason, name, predicate), sink)
