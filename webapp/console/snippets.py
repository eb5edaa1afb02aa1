"""A query from programs: curl, Python, R and JavaScript, each to be copied and run as it stands."""

from __future__ import annotations

import json
import re
import shlex

_ACCEPT = {
    "SELECT": ("text/csv", "csv"),
    "ASK": ("application/sparql-results+json", "json"),
    "CONSTRUCT": ("text/turtle", "ttl"),
    "DESCRIBE": ("text/turtle", "ttl"),
}
"""The media type that a program asks for, and the ending of its file, by form."""

_CURL = """curl --fail --output result.{ending} --header 'Accept: {accept}' \\
  --data-urlencode query={query} \\
  {address}"""

_PYTHON = """{imports}

query = {query}
endpoint = SPARQLWrapper({address})
endpoint.setMethod(POST)
endpoint.setReturnFormat({format})
endpoint.setQuery(query)
{form}found = endpoint.queryAndConvert()
{use}"""
_PYTHON_FORM = """endpoint.queryType = "{form}"  # its own guess may be a word of a comment
"""
_COMMENT = re.compile(r"^\s*#", re.M)
_PYTHON_TABLE = """result = pandas.DataFrame(
    [{name: cell["value"] for name, cell in row.items()} for row in found["results"]["bindings"]],
    columns=found["head"]["vars"],
)
print(result)"""
_PYTHON_GRAPH = """result = rdflib.Graph().parse(data=found, format="turtle")
print(len(result))"""

_R = """query <- {query}
answer <- httr::POST({address}, httr::accept("{accept}"),
  body = list(query = query), encode = "form")
httr::stop_for_status(answer)
{use}"""
_R_TABLE = """result <- read.csv(text = httr::content(answer, "text", encoding = "UTF-8"))
print(result)"""
_R_GRAPH = """writeBin(httr::content(answer, "raw"), "result.ttl")"""
_R_TRUTH = """print(httr::content(answer, "parsed", type = "application/json")$boolean)"""

_JAVASCRIPT = """const query = {query};
const answer = await fetch({address}, {{
  method: "POST",
  headers: {{ Accept: "{accept}" }},
  body: new URLSearchParams({{ query }}),
}});
if (!answer.ok) throw new Error(await answer.text());
{use}"""
_JAVASCRIPT_TABLE = """const { results } = await answer.json();
console.table(results.bindings);"""


def snippets(query: str, form: str, address: str) -> list[tuple[str, str]]:
    """(language, code) of programs that ask `address` a query of this form."""
    accept, ending = _ACCEPT[form]
    return [
        ("curl", _curl(query, address, accept, ending)),
        (_python_with(form), _python(query, form, address)),
        ("R, with httr", _r(query, form, address, accept)),
        ("JavaScript", _javascript(query, form, address, accept)),
    ]


def _curl(query: str, address: str, accept: str, ending: str) -> str:
    quoted = {"query": shlex.quote(query), "address": shlex.quote(address)}
    return _CURL.format(ending=ending, accept=accept, **quoted)


def _python_with(form: str) -> str:
    library = {"SELECT": " and pandas", "ASK": ""}.get(form, " and rdflib")
    return f"Python, with SPARQLWrapper{library}"


def _python(query: str, form: str, address: str) -> str:
    library, use = {
        "SELECT": ("import pandas\n", _PYTHON_TABLE),
        "ASK": ("", 'print(found["boolean"])'),
    }.get(form, ("import rdflib\n", _PYTHON_GRAPH))
    format_ = "JSON" if form in ("SELECT", "ASK") else "TURTLE"
    names = ", ".join(sorted((format_, "POST")))
    is_plain = not ('"""' in query or "\\" in query or query.endswith('"'))
    return _PYTHON.format(
        imports=f"{library}from SPARQLWrapper import {names}, SPARQLWrapper",
        query=f'"""{query}"""' if is_plain else repr(query),
        address=json.dumps(address),
        format=format_,
        form=_PYTHON_FORM.format(form=form) if _COMMENT.search(query) else "",
        use=use,
    )


def _r(query: str, form: str, address: str, accept: str) -> str:
    use = {"SELECT": _R_TABLE, "ASK": _R_TRUTH}.get(form, _R_GRAPH)
    raw = f'r"---({query})---"' if ')---"' not in query else _escaped(query)
    return _R.format(query=raw, address=json.dumps(address), accept=accept, use=use)


def _javascript(query: str, form: str, address: str, accept: str) -> str:
    if form == "SELECT":
        accept, use = _ACCEPT["ASK"][0], _JAVASCRIPT_TABLE
    elif form == "ASK":
        use = "console.log((await answer.json()).boolean);"
    else:
        use = "console.log(await answer.text());"
    is_plain = not ("`" in query or "\\" in query or "${" in query)
    literal = f"`{query}`" if is_plain else _escaped(query)
    return _JAVASCRIPT.format(query=literal, address=json.dumps(address), accept=accept, use=use)


def _escaped(text: str) -> str:
    """A text as JavaScript and R write it: both know JSON's escapes."""
    return json.dumps(text, ensure_ascii=False)
