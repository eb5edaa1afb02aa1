"""Codes and concepts as alignment objects, in every shape in which publishers write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Codes = dict[str, dict[str, str]]
"""``codes.toml``: for each classification the title of each code."""
Tell = Callable[[str], None]
"""Called with ``"code: what is wrong"`` where the content spells out a flaw."""

ALIGNMENT = "ceterms:CredentialAlignmentObject"
ONET = "https://www.onetcenter.org/taxonomy.html"
ONET_PAGES = {
    "www": "https://www.onetonline.org/link/summary/",
    "http": "http://www.onetonline.org/link/summary/",
    "host": "https://onetonline.org/link/summary/",
}
CONCEPTS = {
    "actionStatusType": ("actionStat", "ActionStatus"),
    "agentSectorType": ("agentSector", "AgentSector"),
    "agentType": ("orgType", "OrganizationType"),
    "assessmentMethodType": ("assessMethod", "AssessmentMethod"),
    "audienceLevelType": ("audLevel", "AudienceLevel"),
    "collectionType": ("collectionCategory", "CollectionCategory"),
    "credentialStatusType": ("credentialStat", "CredentialStatus"),
    "creditUnitType": ("creditUnit", "CreditUnit"),
    "deliveryType": ("deliveryType", "Delivery"),
    "directCostType": ("costType", "CostType"),
    "learningMethodType": ("learnMethod", "LearningMethod"),
    "lifeCycleStatusType": ("lifeCycle", "LifeCycleStatus"),
    "scheduleTimingType": ("scheduleTiming", "ScheduleTiming"),
    "supportServiceType": ("support", "SupportServiceCategory"),
}
"""Properties whose value is a concept inside an alignment object: prefix, concept scheme."""


def concept(key: str, value: str) -> dict[str, Any]:
    """A concept of a CTDL scheme."""
    prefix, scheme = CONCEPTS[key]
    return {
        "@type": ALIGNMENT,
        "ceterms:framework": f"https://credreg.net/ctdl/terms/{scheme}",
        "ceterms:targetNode": f"{prefix}:{value}",
        "ceterms:targetNodeName": {"en-US": re.sub(r"(?<=[a-z])(?=[A-Z])", " ", value)},
    }


def occupation(value: str, codes: Codes, tell: Tell) -> dict[str, Any]:
    """``"<shape> <code> [title]"``; shapes: www, http, host (a targetNode in that spelling),
    code (a notation only), foreign (another framework's), name (no code at all)."""
    shape, _, rest = value.partition(" ")
    if shape == "name":
        tell(f"name-only: the occupation is only named: {rest}")
        return {"@type": ALIGNMENT, "ceterms:targetNodeName": {"en-US": rest}}
    code, _, title = rest.partition(" ")
    frame, known = "Standard Occupational Classification", ""
    found: dict[str, Any] = {"@type": ALIGNMENT}
    if shape == "foreign":
        frame = "Military Occupational Specialty"
        tell(f"foreign-code: {code} is a code of the armed forces, without a targetNode")
    else:
        known = _known_title(code, codes, tell)
    if shape == "code":
        tell(f"code-without-target: {code} stands without a targetNode")
    if title and known and title != known:
        tell(f"code-and-title: {code} is {known}, not {title}")
    if shape in ONET_PAGES:
        found |= {"ceterms:framework": ONET, "ceterms:targetNode": ONET_PAGES[shape] + code}
    return found | _notation(code, frame, title or known)


def _known_title(code: str, codes: Codes, tell: Tell) -> str:
    """The title of a code; one that is not in O*NET-SOC any more is told."""
    current, retired = codes["occupations"], codes["retired"]
    if known := current.get(code) or current.get(f"{code}.00"):
        return known
    if code[:7] in retired:
        tell(f"retired-code: {code} is of SOC 2010")
    elif f"{code[:7]}.00" in current:
        tell(f"retired-code: {code} is a detail that O*NET-SOC no longer has")
    else:
        tell(f"unknown-code: {code} is in no taxonomy")
    return retired.get(code[:7], "")


def industry(code: str, codes: Codes) -> dict[str, Any]:
    """A NAICS code."""
    page = f"https://www.census.gov/naics/?input={code}&year=2022&details={code}"
    frame = "North American Industry Classification System"
    found = {"@type": ALIGNMENT, "ceterms:targetNode": page}
    return found | _notation(code, frame, codes["naics"][code])


def program(value: str, codes: Codes) -> dict[str, Any]:
    """A CIP code; ``"bare <code>"`` is one without a targetNode."""
    code = value.removeprefix("bare ")
    found = {"@type": ALIGNMENT}
    if code == value:
        page = f"https://nces.ed.gov/ipeds/cipcode/cipdetail.aspx?y=56&cip={code}"
        found["ceterms:targetNode"] = page
    frame = "Classification of Instructional Programs"
    return found | _notation(code, frame, codes["programs"][code])


def _notation(code: str, frame: str, title: str) -> dict[str, Any]:
    return {
        "ceterms:codedNotation": code,
        "ceterms:frameworkName": {"en-US": frame},
        "ceterms:targetNodeName": {"en-US": title},
    }
