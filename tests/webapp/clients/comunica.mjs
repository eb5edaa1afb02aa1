// Ask an endpoint by Comunica: node comunica.mjs ADDRESS QUERY; answers are printed as JSON.
import { QueryEngine } from "@comunica/query-sparql";

const [address, query] = process.argv.slice(2);
const result = await new QueryEngine().query(query, { sources: [address] });
if (result.resultType === "bindings") {
  const rows = await (await result.execute()).toArray();
  const plain = (row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]));
  console.log(JSON.stringify(rows.map(plain)));
} else if (result.resultType === "quads") {
  const quads = await (await result.execute()).toArray();
  console.log(JSON.stringify(quads.map((q) => [q.subject.value, q.predicate.value, q.object.value])));
} else {
  console.log(JSON.stringify(await result.execute()));
}
