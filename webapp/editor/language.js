// SPARQL for the editor: the grammar of codemirror-lang-sparql, and what it leaves out: classes for
// the rest of the tokens, the comment sign, brackets that close, and lines that indent.

import { LanguageSupport, foldNodeProp, indentNodeProp } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { tokensOf } from "./context.js";

// As deep as the last line with something on it, and deeper by the groups that it leaves open.
function indent(context) {
  let line = context.lineAt(context.pos, -1); // up to the break, where one is being made
  while (line.from > 0 && (line.from === context.pos || !line.text.trim())) {
    line = context.lineAt(line.from - 1, -1);
  }
  let depth = 0;
  let least = 0;
  for (const token of tokensOf(line.text)) {
    depth += { "{": 1, "}": -1 }[token] ?? 0;
    least = Math.min(least, depth);
  }
  const closes = /^\s*\}/.test(context.textAfter) ? 1 : 0;
  const column = line.text.match(/^ */)[0].length;
  return Math.max(0, column + context.unit * (depth - least - closes));
}

const parser = SparqlLanguage.configure({
  props: [
    styleTags({
      "PrefixedName Pname_ln Pname_ns": tags.typeName,
      IriRef: tags.url,
      "Langtag Langtag/...": tags.meta,
      "IntegerPositive IntegerNegative": tags.number,
      "DecimalPositive DecimalNegative DoublePositive DoubleNegative": tags.number,
    }),
    // The grammar has no nodes for braces, so that its own folding finds nothing inside them.
    foldNodeProp.add({ GroupGraphPattern: ({ from, to }) => ({ from: from + 1, to: to - 1 }) }),
    indentNodeProp.add({ Query: indent, Unit: indent }),
  ],
});

export const language = new LanguageSupport(parser, [
  parser.data.of({
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", '"', "'"] },
    wordChars: ":-",
  }),
]);
