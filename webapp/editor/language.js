// SPARQL for the editor: the grammar of codemirror-lang-sparql, and what it leaves out: classes for
// the rest of the tokens, the comment sign, brackets that close, and lines that indent.

import { LanguageSupport, foldNodeProp, indentNodeProp } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

function indent(context) {
  const before = context.lineAt(context.pos, -1);
  const text = context.state.doc.lineAt(Math.max(0, before.from - 1)).text;
  const closes = /^\s*\}/.test(context.textAfter) ? 1 : 0;
  const opens = (text.match(/\{/g) ?? []).length - (text.match(/\}/g) ?? []).length;
  const column = text.match(/^ */)[0].length;
  return Math.max(0, column + context.unit * (Math.max(0, opens) - closes));
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
