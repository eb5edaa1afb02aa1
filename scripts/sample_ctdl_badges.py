"""The sample's Open Badges 3.0: unsigned credentials, each awarded to an invented person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.sample_ctdl_codes import ONET_PAGES
from scripts.sample_ctdl_shapes import REGISTRY, Content, Flaw, ctid, uuid_of

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
FINDER = "https://credentialfinder.org/resources/"


def badges(
    table: dict[str, Any], content: Content, flaws: list[Flaw]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file name, credential) of each award of ``badges.toml``."""
    for number, award in enumerate(table["awards"], 1):
        key = award["achievement"]
        name = f"{number:02}-{key}.json"
        achievement = table["achievements"][key]
        issuer = table["issuers"][achievement["issuer"]]
        for flaw in achievement.get("flaws", []):
            flaws.append(Flaw.of(name, "", flaw))
        yield name, _credential(award, key, achievement, issuer, content)


def _credential(
    award: dict[str, Any],
    key: str,
    achievement: dict[str, Any],
    issuer: dict[str, Any],
    content: Content,
) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "id": f"did:example:{uuid_of('holder ' + award['holder'])}",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": award["holder"],
                "identityType": "name",
            }
        ],
        "achievement": _achievement(key, achievement, issuer, content),
    }
    if "value" in award:
        link = _result(issuer, key, achievement["results"][0])["id"]
        result = {"type": ["Result"], "resultDescription": link, "value": award["value"]}
        subject["result"] = [result]
    return {
        "@context": CONTEXTS,
        "id": f"urn:uuid:{uuid_of('award ' + award['holder'] + key)}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": {
            "id": issuer["id"],
            "type": ["Profile"],
            "name": issuer["name"],
            "url": issuer["url"],
        },
        "validFrom": award["date"],
        "credentialSubject": subject,
    }


def _achievement(
    key: str, achievement: dict[str, Any], issuer: dict[str, Any], content: Content
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{issuer['url']}/achievements/{key}",
        "type": ["Achievement"],
        "achievementType": achievement["type"],
        "name": achievement["name"],
        "description": achievement["description"],
        "criteria": {"narrative": achievement["criteria"]},
    }
    if results := achievement.get("results"):
        found["resultDescription"] = [_result(issuer, key, result) for result in results]
    if alignments := achievement.get("alignment"):
        found["alignment"] = [_alignment(value, content) for value in alignments]
    return found


def _result(issuer: dict[str, Any], key: str, result: dict[str, Any]) -> dict[str, Any]:
    kind = result["type"].lower()
    return {
        "id": f"{issuer['url']}/achievements/{key}/results/{kind}",
        "type": ["ResultDescription"],
        "resultType": result["type"],
        "name": result["name"],
        **{k: v for k, v in result.items() if k not in ("type", "name")},
    }


def _alignment(value: str, content: Content) -> dict[str, Any]:
    """``"<shape> <target>"``; shapes: finder, registry, ctid (a record); onet, soc (a code)."""
    shape, target = value.split(" ")
    if shape in ("onet", "soc"):
        return _occupation(shape, target, content)
    record = content.records[target]
    framework = "Credential Transparency Description Language"
    kind = "ceasn:Competency" if record["type"] == "ceasn:Competency" else "ceterms:Credential"
    urls = {"finder": FINDER, "registry": f"{REGISTRY}resources/"}
    return {
        "type": ["Alignment"],
        "targetType": kind,
        "targetName": content.title(target),
        "targetFramework": framework,
        "targetCode": ctid(target),
        "targetUrl": urls[shape] + ctid(target) if shape in urls else _by_number(target),
    }


def _by_number(target: str) -> str:
    """A Finder address of the older kind, which does not name the CTID."""
    return f"https://credentialfinder.org/credential/{int(uuid_of(target)[:4], 16)}"


def _occupation(shape: str, code: str, content: Content) -> dict[str, Any]:
    title = content.codes["occupations"].get(code) or content.codes["retired"][code[:7]]
    found = {
        "type": ["Alignment"],
        "targetName": title,
        "targetFramework": "O*NET-SOC",
        "targetCode": code,
    }
    page = f"{ONET_PAGES['www']}{code}"
    return found | {"targetUrl": page if shape == "onet" else "https://www.onetcenter.org/"}
