// SPARQL for the editor: the grammar of codemirror-lang-sparql, and what it leaves out: classes for
// the rest of the tokens, the comment sign, brackets that close, and lines that indent.

import { LanguageSupport, foldNodeProp, indentNodeProp } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { tokensOf } from "./context.js";

// As deep as the groups that are open, as `Lay out` has it; deeper behind a semicolon.
function indent({ state, pos, textAfter, unit }) {
  const tokens = tokensOf(state.sliceDoc(0, pos));
  const count = (sign) => tokens.filter((token) => token === sign).length;
  const depth = count("{") - count("}");
  const isContinued = depth > 0 && tokens.at(-1) === ";";
  const closes = textAfter.trimStart().startsWith("}");
  return unit * Math.max(0, depth + Number(isContinued) - Number(closes));
}

const parser = SparqlLanguage.configure({
  props: [
    styleTags({
      "PrefixedName Pname_ln Pname_ns": tags.typeName,
      IriRef: tags.url,
      Blank_node_label: tags.typeName,
      A_predicate: tags.keyword,
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
