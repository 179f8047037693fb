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
const SCRIPT_AND_STYLE = ["page.js", "page.css"];
const target = ["es2020", "safari14", "chrome86", "firefox90"];

/** The browser's script and style. */
async function buildPage() {
  await build({ ...common, entryPoints: ["src/main.tsx"], outfile: join(out, "page.js"), format: "esm", target });
  await build({ ...common, entryPoints: ["styles/main.css"], outfile: join(out, "page.css"), target });
}

/** Name and content of some built files, as a few digits: it changes with any of them. */
function digestOf(names) {
  const digest = createHash("sha256");
  for (const name of names) digest.update(name).update(readFileSync(join(out, name)));
  return digest.digest("hex").slice(0, 12);
}

/**
 * One HTML file and one manifest a language, from the page's own components. The HTML names script and
 * style by their digest, so that it never runs with those of another version.
 */
async function renderShells(version) {
  const folder = mkdtempSync(join(tmpdir(), "idphoto-page-"));
  const script = join(folder, "shell.mjs");
  try {
    await build({
      ...common, entryPoints: ["src/shell.tsx"], outfile: script, format: "esm", platform: "node",
      define: { VERSION: JSON.stringify(version) },
    });
    const { shells } = await import(pathToFileURL(script).href);
    for (const { language, html, manifest } of shells()) {
      writeFileSync(join(out, `${language}.html`), html);
      writeFileSync(join(out, `${language}.webmanifest`), manifest);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The service worker, named by all that there is, so that a new page replaces the old one. */
async function buildWorker(version) {
  const kept = [...SCRIPT_AND_STYLE.map(name => `page/${name}?v=${version}`), "page/icon.svg"];
  await build({
    ...common, entryPoints: ["worker/sw.ts"], outfile: join(out, "sw.js"), format: "iife", target,
    define: { VERSION: JSON.stringify(digestOf(readdirSync(out).sort())), FILES: JSON.stringify(kept) },
  });
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(join(here, "icons"), out, { recursive: true });
await buildPage();
const version = digestOf(SCRIPT_AND_STYLE);
await renderShells(version);
await buildWorker(version);
