/** The HTML file of each language: the page's first sight, finished before any script runs. */

import { render } from "preact-render-to-string";
import { App } from "./app";
import { speak, TABLES, words } from "./language";

/** Of script and style, by the build. */
declare const VERSION: string;

interface Shell {
  language: string;
  html: string;
  manifest: string;
}

export const shells = (): Shell[] => Object.keys(TABLES).map(language => {
  speak(language);
  return { language, html: html(language), manifest: manifest(language) };
});

const html = (language: string): string => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${words().title}</title>
<meta name="description" content="${words().description}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f7f6f3">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14161b">
<meta name="format-detection" content="telephone=no">
<meta name="apple-mobile-web-app-title" content="${words().brand}">
<meta property="og:title" content="${words().title}">
<meta property="og:description" content="${words().description}">
<meta property="og:image" content="page/icon-512.png">
<link rel="icon" href="page/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="page/icon-180.png">
<link rel="manifest" href="manifest.webmanifest?lang=${language}">
<link rel="stylesheet" href="page/page.css?v=${VERSION}">
<script type="module" src="page/page.js?v=${VERSION}"></script>
<body>
<noscript><p class="no-script">${words().noScript}</p></noscript>
<div id="page">${render(<App />)}</div>
</body>
</html>
`;

const manifest = (language: string): string => JSON.stringify({
  name: words().title,
  short_name: words().brand,
  description: words().description,
  lang: language,
  start_url: ".",
  scope: ".",
  display: "standalone",
  background_color: "#f7f6f3",
  theme_color: "#f7f6f3",
  categories: ["photo", "utilities"],
  icons: [
    { src: "page/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "page/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "page/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    { src: "page/icon.svg", sizes: "any", type: "image/svg+xml" },
  ],
}, null, 1);
