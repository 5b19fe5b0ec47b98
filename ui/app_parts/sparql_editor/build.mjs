// 打包编辑器与所含程序的许可证。 Bundle the editor, and the licences of what it contains.
// 用法 Usage: node build.mjs <文件夹 folder>

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const home = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2]);

const { metafile } = await build({
  absWorkingDir: home,
  entryPoints: ["src/editor.js"],
  outfile: path.join(out, "editor.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
});
await writeFile(path.join(out, "LICENSES.txt"), await licences(Object.keys(metafile.inputs)));

async function licences(inputs) {
  const found = inputs.map((one) => one.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const names = [...new Set(found.filter(Boolean))].sort();
  return (await Promise.all(names.map(licence))).join(`\n${"-".repeat(72)}\n\n`);
}

async function licence(name) {
  const folder = path.join(home, "node_modules", name);
  const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = await readFile(path.join(folder, file), "utf8");
  return `${name} ${version}\n\n${text.trim()}\n`;
}
