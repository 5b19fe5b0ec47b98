// 用 Comunica 提问：node ask.mjs 端点 < 查询。
// Ask by way of Comunica: node ask.mjs ENDPOINT < QUERY. Writes SPARQL JSON results.
import { QueryEngine } from '@comunica/query-sparql';
import { text } from 'node:stream/consumers';

const engine = new QueryEngine();
const query = await text(process.stdin);
const source = { type: 'sparql', value: process.argv[2] };
const result = await engine.query(query, { sources: [source] });
const { data } = await engine.resultToString(result, 'application/sparql-results+json');
data.pipe(process.stdout);
