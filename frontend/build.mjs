// Bundles the front end into kedang/static/dist with hashed names and a manifest the templates read.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, "../kedang/static/dist");
const icons = path.join(here, "node_modules/@tabler/icons/icons/outline");

function hashed(name, text) {
  const [stem, extension] = name.split(".");
  return `${stem}-${createHash("sha256").update(text).digest("hex").slice(0, 10)}.${extension}`;
}

/** One SVG with a <symbol> per line of icons.txt. */
async function sprite() {
  const lines = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n");
  const wanted = lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(
    wanted.map(async (line) => {
      const [name, file = name] = line.split("=").map((part) => part.trim());
      const svg = await readFile(path.join(icons, `${file}.svg`), "utf8");
      const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function copyHashed(name, text, manifest) {
  manifest[name] = hashed(name, text);
  await writeFile(path.join(out, manifest[name]), text);
}

async function finish(metafile) {
  const manifest = {};
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) manifest[path.basename(entryPoint)] = path.relative(out, path.resolve(here, file));
  }
  await copyHashed("icons.svg", await sprite(), manifest);
  await copyHashed("logo.svg", await readFile(path.join(here, "src/logo.svg"), "utf8"), manifest);
  const kept = new Set([...Object.values(manifest), ...Object.keys(metafile.outputs).map((file) => path.basename(file))]);
  for (const file of await readdir(out)) {
    if (!kept.has(file) && file !== "manifest.json") await rm(path.join(out, file), { recursive: true });
  }
  await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
}

const options = {
  absWorkingDir: here,
  entryPoints: ["src/app.js", "src/css/app.css"],
  outdir: out,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  metafile: true,
  target: ["chrome123", "firefox121", "safari17.5"],
  legalComments: "eof",
  logLevel: "info",
  plugins: [{ name: "manifest", setup: (build) => build.onEnd(({ metafile }) => metafile && finish(metafile)) }],
};

await mkdir(out, { recursive: true });
if (process.argv.includes("--watch")) await (await esbuild.context(options)).watch();
else await esbuild.build(options);
