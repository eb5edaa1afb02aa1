"""An achievement and its issuer, read from a badge by an allow-list: the definition side alone."""

from __future__ import annotations

from dataclasses import dataclass

from graph.iris import CTID, REGISTRY
from graph.triples import iri
from graph.vocabulary import CEASN, CETERMS, CG, OB, RDF_TYPE, SCHEMA
from loaders.ctdl.terms import superclasses
from loaders.ler.alignments import alignment, registry_resource
from loaders.ler.content import Content, Shape, keep, link
from loaders.ler.nodes import Node, identifier, nodes, scalars
from loaders.ler.people import People, is_person

_CTDL_CLASSES = {
    name: CETERMS[name]
    for name in (
        *("ApprenticeshipCertificate", "Assessment", "AssociateDegree", "BachelorDegree", "Badge"),
        *("Certificate", "CertificateOfCompletion", "Certification", "Degree", "Diploma"),
        *("DoctoralDegree", "GeneralEducationDevelopment", "JourneymanCertificate"),
        *("LearningProgram", "License", "MasterCertificate", "MasterDegree", "MicroCredential"),
        *("ProfessionalDoctorate", "QualityAssuranceCredential", "ResearchDoctorate"),
        "SecondarySchoolDiploma",
    )
} | {"Competency": CEASN.Competency}
"""Achievement types that Open Badges 3.0 states to be exact matches of CTDL or CTDL-ASN classes."""

_CRITERIA = Shape(OB.Criteria, texts={"narrative": OB.narrative}, itself=SCHEMA.url)
_LEVEL = Shape(OB.RubricCriterionLevel, texts={"name": SCHEMA.name})
_RESULT = Shape(
    OB.ResultDescription,
    texts={
        "name": SCHEMA.name,
        "resultType": OB.resultType,
        "allowedValue": OB.allowedValue,
    },
    parts={"rubricCriterionLevel": (OB.rubricCriterionLevel, _LEVEL)},
)
_ACHIEVEMENT = Shape(
    OB.Achievement,
    texts={
        "name": SCHEMA.name,
        "description": SCHEMA.description,
        "achievementType": OB.achievementType,
        "keywords": SCHEMA.keywords,
        "tag": SCHEMA.keywords,
        "inLanguage": SCHEMA.inLanguage,
        "version": OB.version,
        "fieldOfStudy": OB.fieldOfStudy,
        "specialization": OB.specialization,
        "creditsAvailable": OB.creditsAvailable,
        "humanCode": OB.humanCode,
    },
    links={"related": OB.related},
    parts={
        "criteria": (OB.Criteria, _CRITERIA),
        "resultDescription": (OB.resultDescription, _RESULT),
    },
)
_ISSUER = Shape(OB.Profile, texts={"name": SCHEMA.name}, links={"url": SCHEMA.url})


@dataclass(frozen=True)
class Definition:
    """An achievement: its own IRI where it has a usable one, and what is kept of it.

    `content` is everything, the `alignments` included. `registered`: it is a resource of the
    Credential Registry. `personal`: it names the holder.
    """

    own_iri: str | None
    content: Content
    alignments: tuple[Content, ...]
    registered: bool
    personal: bool
    empty_alignments: int


@dataclass(frozen=True)
class Issuer:
    """An issuer: its IRI where it has a usable one. A person's profile keeps no content."""

    iri: str | None
    content: Content
    is_person: bool


def read_definition(node: Node, people: People) -> Definition:
    """The definition side of an expanded Achievement (3.0) or BadgeClass (2.0)."""
    kept = keep(node, _ACHIEVEMENT)
    kinds = [_CTDL_CLASSES.get(str(kind)) for kind in scalars(node, "achievementType")]
    classes = {above: None for kind in kinds if kind for above in (kind, *superclasses(kind))}
    others = [name for name in map(_registered, nodes(node, "otherIdentifier")) if name]
    found = [alignment(value) for value in nodes(node, "alignment")]
    aligned = tuple(value for value in found if value)
    facts = [
        *kept.facts,
        (CG.recordType, iri(OB.Achievement)),
        *((RDF_TYPE, iri(kind)) for kind in classes),
        *((SCHEMA.identifier, iri(other)) for other in others),
    ]
    content = Content(tuple(facts), (*kept.parts, *((OB.alignment, value) for value in aligned)))
    own = _own_iri(identifier(node))
    return Definition(
        own,
        content,
        aligned,
        registered=bool(others) or bool(own and _is_registered(own)),
        personal=_names(people, own or "", content),
        empty_alignments=len(found) - len(aligned),
    )


def _own_iri(published: str | None) -> str | None:
    return registry_resource(published, []) or link(published, ("http", "https", "urn"))


def _is_registered(name: str) -> bool:
    """Whether an IRI is the production Registry's: what the sandbox holds is not published."""
    return name.startswith(REGISTRY) and CTID.fullmatch(name[len(REGISTRY) :]) is not None


def _registered(entry: Node) -> str | None:
    for value in scalars(entry, "identifier"):
        found = registry_resource(str(value), [])
        if found and _is_registered(found):
            return found
    return None


def _names(people: People, own: str, content: Content) -> bool:
    if people.are_in_label(own):
        return True
    for predicate, text in content.terms():
        if predicate == SCHEMA.name or text.startswith("<"):
            if predicate != RDF_TYPE and people.are_in_label(text):
                return True
        elif people.are_in_prose(text):
            return True
    return False


def read_issuer(node: Node, subject: Node | None, people: People) -> Issuer:
    """An issuer's profile; `subject` is the holder, who may have issued the badge to himself."""
    name = identifier(node)
    content = keep(node, _ISSUER)
    texts = [name or "", *(text for _, text in content.terms() if text.startswith('"'))]
    person = (
        is_person(node)
        or (subject is not None and name is not None and name == identifier(subject))
        or any(people.are_in_label(text) for text in texts)
    )
    usable = link(name, ("http", "https", "did", "urn"))
    return Issuer(usable, Content() if person else content, person)
