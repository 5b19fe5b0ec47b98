// 补全：变量、前缀、词汇（可打中文名或拼音）、关键字。
// Completions: variables, prefixes, terms (by Chinese name or pinyin, too) and keywords.

const WORD = /[\p{L}\p{N}_:?$./-]+/u;
const MOST = 60;
const KEYWORDS = (
  "SELECT DISTINCT REDUCED WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GROUP BY ORDER HAVING " +
  "LIMIT OFFSET ASK CONSTRUCT DESCRIBE PREFIX GRAPH EXISTS NOT COUNT SUM MIN MAX AVG SAMPLE " +
  "GROUP_CONCAT SEPARATOR LANG STR CONTAINS STRSTARTS STRENDS REGEX REPLACE LCASE UCASE STRLEN " +
  "DATATYPE BOUND COALESCE IF CONCAT ISIRI ISBLANK ISLITERAL ISNUMERIC YEAR NOW ABS ROUND DESC ASC"
).split(" ");

// 词汇由另一个组件放在这里，每个会话只送一次。 Put there by another component, once a session.
const vocabulary = () => globalThis.zhunruTerms ?? { terms: [], prefixes: {} };

export function completions(context) {
  const word = context.matchBefore(WORD);
  if (!word && !context.explicit) return null;
  const typed = word?.text ?? "";
  const from = word?.from ?? context.pos;
  const options = /^[?$]/.test(typed)
    ? variables(context, typed, from)
    : [...declarations(context, from), ...terms(typed.toLowerCase()), ...keywords(typed)];
  return options.length ? { from, options: options.slice(0, MOST), filter: false } : null;
}

function variables(context, typed, from) {
  const text = context.state.doc.toString();
  const others = text.slice(0, from) + " " + text.slice(context.pos);
  const names = new Set([...others.matchAll(/[?$][\p{L}\p{N}_]+/gu)].map((one) => one[0]));
  return [...names].filter((one) => one.startsWith(typed) && one !== typed)
    .map((label) => ({ label, type: "variable" }));
}

function declarations(context, from) {
  const line = context.state.doc.lineAt(from);
  if (!/^\s*PREFIX\s+$/i.test(line.text.slice(0, from - line.from))) return [];
  return Object.entries(vocabulary().prefixes).map(([prefix, iri]) => ({
    label: `${prefix}: <${iri}>`, type: "namespace",
  }));
}

function terms(typed) {
  if (!typed) return [];
  const found = [];
  for (const term of vocabulary().terms) {
    const rank = fit(term, typed);
    if (rank !== null) found.push([rank, term]);
  }
  found.sort(([a, one], [b, other]) => a - b || one[0].length - other[0].length);
  return found.slice(0, MOST).map(([, [label, detail, kind]]) => ({ label, detail: `${detail}　${kind}` }));
}

// 名称开头、中文名开头、中文名之中、拼音开头、拼音之中、名称之中；越前越合。 Lower fits better.
function fit([name, label, , pinyin, initials], typed) {
  const lower = name.toLowerCase();
  if (lower.startsWith(typed)) return 0;
  if (lower.slice(lower.indexOf(":") + 1).startsWith(typed)) return 1;
  if (label.startsWith(typed)) return 2;
  if (label.includes(typed)) return 3;
  if (/^[a-z]{2,}$/.test(typed)) {
    if (pinyin.startsWith(typed)) return 4;
    if (initials.startsWith(typed)) return 5;
    if (typed.length > 3 && pinyin.includes(typed)) return 6;
  }
  return typed.length > 2 && lower.includes(typed) ? 7 : null;
}

function keywords(typed) {
  if (!/^[a-z]+$/i.test(typed)) return [];
  const upper = typed.toUpperCase();
  return KEYWORDS.filter((one) => one.startsWith(upper) && one !== upper)
    .map((label) => ({ label, type: "keyword" }));
}
