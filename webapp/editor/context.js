// Where in a query the cursor is, and which class each variable has: told from its tokens, so that
// it also works in a query that is not finished.

const TOKEN =
  /#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|[?$]\w+|[\w.-]*:[\w.:%-]*(?<!\.)|@[\w-]+|\d[\d.eE+-]*|\w+|\^\^|&&|\|\||[<>!]=|\S/g;
export const TYPES = new Set(["a", "rdf:type"]);
export const CLAUSES = new Set(
  "WHERE OPTIONAL FILTER BIND VALUES UNION MINUS GRAPH SERVICE SELECT CONSTRUCT ASK DESCRIBE".split(" ")
    .concat("GROUP ORDER HAVING LIMIT OFFSET PREFIX BASE EXISTS NOT DISTINCT REDUCED".split(" ")),
);
const PATH = new Set(["/", "|", "^", "*", "+", "!"]);
const NAME = /^(?!true$|false$)[a-z]\w*$/i; // no term: what is typed to be completed

export function tokensOf(text) {
  return [...text.matchAll(TOKEN)].map(([found]) => found).filter((found) => found[0] !== "#");
}

// Reads the triples of a query (or of its beginning): each is told to `said`, with its subject, the
// last step of its path, and its object. Returns where the text ends: { position, subject, before,
// predicate }, position being subject, predicate, object, end (behind an object) or expression;
// `before` is the step of the path before the last. Terms are `listed` as naming.js has them.
export function read(text, listed, said = () => {}) {
  let subject = null;
  let predicate = null;
  let before = null;
  let position = "expression";
  const outer = []; // where we are after each open bracket
  for (const token of tokensOf(text).map(listed)) {
    const word = token.toUpperCase();
    if (token === "{") {
      outer.push({ subject: null, predicate: null, position: "subject" });
      [subject, predicate, position] = [null, null, "subject"];
    } else if (token === "(") {
      outer.push({ subject, predicate, position: { predicate: "object", object: "end" }[position] ?? position });
      if (position !== "predicate") position = "expression";
    } else if (token === "[") {
      outer.push({ subject, predicate, position: position === "subject" ? "predicate" : "end" });
      [subject, predicate, position] = ["[]", null, "predicate"];
    } else if (token === "}" || token === ")" || token === "]") {
      ({ subject, predicate, position } = outer.pop() ?? { position: "expression" });
      if (token === "]" && position === "predicate") subject = "[]";
      if (token === "}") position = outer.length ? "subject" : "expression";
    } else if (position === "expression") {
      if (outer.length && CLAUSES.has(word)) continue;
    } else if (CLAUSES.has(word)) {
      position = "subject";
    } else if (token === ".") {
      [subject, predicate, position] = [null, null, "subject"];
    } else if (token === ";") {
      [predicate, position] = [null, "predicate"];
    } else if (token === ",") {
      position = "object";
    } else if (position === "subject") {
      [subject, predicate, position] = [token, null, "predicate"];
    } else if (position === "predicate") {
      if (PATH.has(token)) continue;
      [before, predicate, position] = [predicate, token, "object"];
    } else if (position === "object") {
      if (token === "/" || token === "|" || token === "^") {
        position = "predicate";
      } else if (!PATH.has(token) && token !== "?" && !NAME.test(token)) {
        said(subject, predicate, token);
        position = "end";
      }
    }
  }
  return { subject, before, predicate, position };
}

// The classes of each variable: those that it is said to have, and those that a property of this
// graph leads to. `to` is class -> property -> class.
export function classesOf(text, to, listed) {
  const classes = new Map();
  const add = (variable, some) => {
    classes.set(variable, [...(classes.get(variable) ?? []), ...some]);
  };
  const led = [];
  read(text, listed, (subject, predicate, object) => {
    if (TYPES.has(predicate)) add(subject, [object]);
    else if (/^[?$]/.test(object)) led.push([subject, predicate, object]);
  });
  for (const [subject, predicate, object] of led) {
    if (classes.has(object)) continue;
    const own = (classes.get(subject) ?? []).map((one) => to[one]?.[predicate]);
    const any = Object.values(to).map((properties) => properties[predicate]);
    const found = own.find(Boolean) ?? any.find(Boolean);
    if (found) add(object, [found]);
  }
  return classes;
}
