// Terms as this graph's lists have them (`ceterms:name`), and as one query writes them: it may declare
// another prefix (`c:name`), or have given a known prefix to something else.

import { declared } from "./prefixes.js";

const NAME = /^[A-Za-z_][\w-]*$/;
const TERM = /^(?:<.*>|[\w.-]*:.*)$/;

export function iriOf(term, prefixes) {
  if (term.startsWith("<")) return term.slice(1, -1);
  const colon = term.indexOf(":");
  return prefixes[term.slice(0, colon)] + term.slice(colon + 1);
}

// { listed, written }: a token of the text as the lists have it, and a term of the lists as the text
// would write it. Where the text declares nothing of its own, terms are written as they are listed.
export function naming(text, { prefixes }) {
  const own = new Map([...declared(text)].filter(([, base]) => base));
  const all = { ...prefixes, ...Object.fromEntries(own) };
  const isUsual = [...own].every(([prefix, base]) => prefixes[prefix] === base);

  function listed(token) {
    if (!TERM.test(token) || (isUsual && !token.startsWith("<"))) return token;
    const iri = iriOf(token, all);
    for (const [prefix, base] of Object.entries(prefixes)) {
      if (!iri.startsWith(base) || iri === base) continue;
      const local = iri.slice(base.length);
      return NAME.test(local) ? `${prefix}:${local}` : `<${iri}>`;
    }
    return token.startsWith("<") || !own.has(token.split(":")[0]) ? token : `<${iri}>`;
  }

  function written(term) {
    const [prefix] = term.split(":");
    if (isUsual || term.startsWith("<") || own.get(prefix) === prefixes[prefix]) return term;
    const iri = iriOf(term, prefixes);
    const other = [...own].find(([, base]) => iri.startsWith(base) && NAME.test(iri.slice(base.length)));
    if (other) return `${other[0]}:${iri.slice(other[1].length)}`;
    return own.has(prefix) ? `<${iri}>` : term;
  }

  return { listed, written };
}
