// Builds webapp/static/vendor/: the console's editor, one file made of webapp/editor/ and the pinned
// packages that it imports, and the licences of those packages.

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FOLDER = join(ROOT, "webapp", "static", "vendor");

const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ["webapp/editor/main.js"],
  outfile: join(FOLDER, "editor.js"),
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
  target: "es2022",
  logLevel: "warning",
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/);
  if (found) packages.add(found[1]);
}
const licences = [];
for (const name of [...packages].sort()) {
  const folder = join(ROOT, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const text = await readFile(join(folder, "LICENSE"), "utf8").catch(() => "");
  licences.push(`${name} ${version} (${license})\n\n${text}`);
}
await writeFile(join(FOLDER, "LICENSES.txt"), licences.join("\n---\n\n"));
