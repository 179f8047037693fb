// Builds the page into service/web/assets/page: script, style, and one finished HTML file a language.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2] ?? join(here, "../service/web/assets/page");

const common = {
  absWorkingDir: here,
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
};
const target = ["es2020", "safari14", "chrome86", "firefox90"];

/** The browser's script and style. */
async function buildPage() {
  await build({ ...common, entryPoints: ["src/main.tsx"], outfile: join(out, "page.js"), format: "esm", target });
  await build({ ...common, entryPoints: ["styles/main.css"], outfile: join(out, "page.css"), target });
}

/** One HTML file and one manifest a language, from the page's own components. */
async function renderShells() {
  const folder = mkdtempSync(join(tmpdir(), "idphoto-page-"));
  const script = join(folder, "shell.mjs");
  try {
    await build({ ...common, entryPoints: ["src/shell.tsx"], outfile: script, format: "esm", platform: "node" });
    const { shells } = await import(pathToFileURL(script).href);
    for (const { language, html, manifest } of shells()) {
      writeFileSync(join(out, `${language}.html`), html);
      writeFileSync(join(out, `${language}.webmanifest`), manifest);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The service worker, named by what it keeps, so that a new page replaces the old one. */
async function buildWorker() {
  const kept = readdirSync(out).filter(name => !["sw.js"].includes(name)).sort();
  const digest = createHash("sha256");
  for (const name of kept) digest.update(name).update(readFileSync(join(out, name)));
  await build({
    ...common, entryPoints: ["worker/sw.ts"], outfile: join(out, "sw.js"), format: "iife", target,
    define: {
      VERSION: JSON.stringify(digest.digest("hex").slice(0, 12)),
      FILES: JSON.stringify(kept.filter(name => !/\.(html|webmanifest)$/.test(name)).map(name => `page/${name}`)),
    },
  });
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(join(here, "icons"), out, { recursive: true });
await buildPage();
await renderShells();
await buildWorker();
