// SPARQL's own words: how each is written and what it does, for completion and under the pointer.
// https://www.w3.org/TR/sparql11-query/

import { syntaxTree } from "@codemirror/language";
import { hoverTooltip } from "@codemirror/view";
import { naming } from "./naming.js";
import { NUMBER } from "./options.js";
import { terms } from "./terms.js";

const HELP = {
  PREFIX: ["PREFIX name: <iri>", "A short name for the beginning of IRIs."],
  BASE: ["BASE <iri>", "What IRIs without a beginning are joined to."],
  SELECT: ["SELECT ?x ?y", "A table with these columns; * means every variable."],
  DISTINCT: ["SELECT DISTINCT ?x", "Each row once."],
  REDUCED: ["SELECT REDUCED ?x", "Rows that stand twice may be left out."],
  FROM: ["FROM <iri>", "The graph to ask; here this dataset's own IRI, or an empty one."],
  WHERE: ["WHERE { … }", "What must hold."],
  FILTER: ["FILTER(condition)", "Keeps the rows for which the condition is true."],
  OPTIONAL: ["OPTIONAL { … }", "Adds what is there; a row stays where nothing is."],
  UNION: ["{ … } UNION { … }", "What holds on either side."],
  MINUS: ["MINUS { … }", "Takes away rows that agree with these in the variables they share."],
  BIND: ["BIND(expression AS ?x)", "Gives a value a name."],
  VALUES: ["VALUES ?x { … }", "The values that a variable may have."],
  UNDEF: ["VALUES (?x ?y) { (1 UNDEF) }", "No value here: anything fits."],
  GRAPH: ["GRAPH ?g { … }", "What a named graph holds; here all statements are in the default graph."],
  EXISTS: ["FILTER EXISTS { … }", "True where this has a match."],
  NOT: ["FILTER NOT EXISTS { … }", "True where this has no match; also ?x NOT IN (…)."],
  IN: ["?x IN (…)", "Whether a value is one of these."],
  AS: ["(expression AS ?x)", "The name of a value."],
  ASK: ["ASK { … }", "Whether there is any match: yes or no."],
  CONSTRUCT: ["CONSTRUCT { … } WHERE { … }", "A graph: these triples for each match."],
  DESCRIBE: ["DESCRIBE ?x", "The triples about a resource."],
  GROUP: ["GROUP BY ?x", "One row for each value; COUNT and the like go over its rows."],
  BY: ["GROUP BY, ORDER BY", "What to group or sort by."],
  ORDER: ["ORDER BY ?x", "Sorts; DESC(?x) puts the greatest first."],
  HAVING: ["HAVING(condition)", "Keeps the groups for which the condition is true."],
  LIMIT: ["LIMIT 10", "At most so many rows."],
  OFFSET: ["OFFSET 10", "Leaves out so many rows first."],
  ASC: ["ASC(?x)", "The least first."],
  DESC: ["DESC(?x)", "The greatest first."],
  COUNT: ["COUNT(?x)", "How many values; COUNT(DISTINCT ?x) counts each once, COUNT(*) rows."],
  SUM: ["SUM(?x)", "The sum of numbers."],
  MIN: ["MIN(?x)", "The least value."],
  MAX: ["MAX(?x)", "The greatest value."],
  AVG: ["AVG(?x)", "The mean of numbers."],
  SAMPLE: ["SAMPLE(?x)", "Any one of the values."],
  GROUP_CONCAT: ['GROUP_CONCAT(?x; SEPARATOR=", ")', "The values as one text."],
  SEPARATOR: ['GROUP_CONCAT(?x; SEPARATOR=", ")', "What stands between the values."],
  BOUND: ["BOUND(?x)", "Whether a variable has a value."],
  IF: ["IF(condition, then, else)", "One of two values."],
  COALESCE: ["COALESCE(?x, ?y)", "The first that has a value."],
  STR: ["STR(?x)", "The text of a literal without its language, or of an IRI."],
  LANG: ["LANG(?x)", 'The language of a text, "" where it has none.'],
  DATATYPE: ["DATATYPE(?x)", "The datatype of a literal."],
  STRDT: ["STRDT(text, datatype)", "A literal of a datatype."],
  STRLANG: ["STRLANG(text, language)", "A text in a language."],
  IRI: ["IRI(text)", "A text as an IRI."],
  URI: ["URI(text)", "The same as IRI."],
  BNODE: ["BNODE()", "A new blank node."],
  STRLEN: ["STRLEN(text)", "How many characters."],
  SUBSTR: ["SUBSTR(text, from, length)", "A part of a text; the first character is 1."],
  UCASE: ["UCASE(text)", "In capitals."],
  LCASE: ["LCASE(text)", "In small letters."],
  STRSTARTS: ["STRSTARTS(text, part)", "Whether a text begins so."],
  STRENDS: ["STRENDS(text, part)", "Whether a text ends so."],
  CONTAINS: ["CONTAINS(text, part)", "Whether a text holds another; capitals count."],
  STRBEFORE: ["STRBEFORE(text, part)", "What stands before the first such part."],
  STRAFTER: ["STRAFTER(text, part)", "What stands after the first such part."],
  CONCAT: ["CONCAT(text, text)", "Texts put together."],
  REPLACE: ["REPLACE(text, pattern, with)", "What fits a regular expression, replaced."],
  REGEX: ["REGEX(text, pattern, flags)", 'Whether a text fits a regular expression; "i": in any case.'],
  LANGMATCHES: ["LANGMATCHES(LANG(?x), range)", 'Whether a language is of a range: "en" takes en-us too.'],
  ENCODE_FOR_URI: ["ENCODE_FOR_URI(text)", "A text as a part of an IRI."],
  ABS: ["ABS(number)", "Without its sign."],
  ROUND: ["ROUND(number)", "To the next whole number."],
  CEIL: ["CEIL(number)", "Up to a whole number."],
  FLOOR: ["FLOOR(number)", "Down to a whole number."],
  YEAR: ["YEAR(date)", "The year of a date."],
  MONTH: ["MONTH(date)", "The month of a date."],
  DAY: ["DAY(date)", "The day of a date."],
  HOURS: ["HOURS(time)", "The hours of a time."],
  MINUTES: ["MINUTES(time)", "The minutes of a time."],
  SECONDS: ["SECONDS(time)", "The seconds of a time."],
  TIMEZONE: ["TIMEZONE(time)", "The time zone of a time, as a duration."],
  TZ: ["TZ(time)", "The time zone of a time, as a text."],
  NOW: ["NOW()", "The time of the query; its answer is not kept."],
  RAND: ["RAND()", "A number from 0 to 1 by chance."],
  UUID: ["UUID()", "A new IRI."],
  STRUUID: ["STRUUID()", "A new UUID as a text."],
  MD5: ["MD5(text)", "A digest; also SHA1, SHA256, SHA384 and SHA512."],
  SHA1: ["SHA1(text)", "A digest."],
  SHA256: ["SHA256(text)", "A digest."],
  SHA384: ["SHA384(text)", "A digest."],
  SHA512: ["SHA512(text)", "A digest."],
  sameTerm: ["sameTerm(?x, ?y)", "Whether two values are the same term: 5 and 5.0 are not."],
  isIRI: ["isIRI(?x)", "Whether a value is an IRI."],
  isURI: ["isURI(?x)", "The same as isIRI."],
  isBlank: ["isBlank(?x)", "Whether a value is a blank node."],
  isLiteral: ["isLiteral(?x)", "Whether a value is a literal."],
  isNumeric: ["isNumeric(?x)", "Whether a value is a number."],
};
const BY_NAME = new Map(Object.entries(HELP).map(([word, help]) => [word.toUpperCase(), help]));
const NO_WORD = /^(Comment|String|Iri|Pname|Prefixed|Var)/;

export const WORDS = Object.entries(HELP).map(([label, [usage, info]]) => ({
  label,
  type: "keyword",
  info: `${usage}: ${info}`,
}));

// What a word of SPARQL, or a class or property of this graph, means.
export function wordHelp(form) {
  return hoverTooltip(async ({ state }, pos) => {
    const word = state.wordAt(pos);
    if (!word) return null;
    const text = state.sliceDoc(word.from, word.to);
    const isWord = !NO_WORD.test(syntaxTree(state).resolveInner(pos, 1).name);
    const help = isWord ? BY_NAME.get(text.toUpperCase()) : termHelp(await terms(form), state, text);
    return help ? { pos: word.from, end: word.to, create: () => ({ dom: described(help) }) } : null;
  });
}

function termHelp(known, state, text) {
  const term = naming(state.doc.toString(), known).listed(text);
  const { n, label = "", about = "" } = known.classes[term] ?? known.properties[term] ?? {};
  const counted = n && `${NUMBER.format(n)} ${term in known.classes ? "resources" : "statements"}`;
  return label || about ? [term, [label, counted, about].filter(Boolean).join(". ")] : null;
}

function described([usage, info]) {
  const dom = document.createElement("div");
  const code = document.createElement("code");
  code.textContent = usage;
  dom.className = "cm-help";
  dom.append(code, document.createElement("br"), info);
  return dom;
}
