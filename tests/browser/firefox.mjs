/**
 * The page in Debian's Firefox: `node firefox.mjs <firefox> <address> <photo> <folder>`.
 *
 * Saves a photo before another background, lets the camera look for a face, sends what is no photo.
 * Prints what was seen as JSON; files and screenshots go into the folder. Playwright asks this
 * Firefox for what only newer ones have, so it is Puppeteer here.
 */

import { createRequire } from "node:module";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";

const puppeteer = createRequire(new URL("../../page/", import.meta.url))("puppeteer-core");
const [executablePath, address, photo, folder] = process.argv.slice(2);
const PATIENCE = 60_000; // ms, of a busy machine

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  extraPrefsFirefox: {
    "browser.download.dir": folder,
    "browser.download.folderList": 2,
    "intl.accept_languages": "en-GB",
    "media.navigator.permission.disabled": true,
    "media.navigator.streams.fake": true, // a camera that shows colours, and nobody
  },
});
const tab = await browser.newPage();
tab.setDefaultTimeout(PATIENCE);
await tab.setViewport({ width: 390, height: 844 });
const errors = [];
tab.on("pageerror", error => errors.push(String(error)));
tab.on("console", message => message.type() === "error" && errors.push(message.text()));

// Without waiting until it stands still, which a button does late on a busy machine.
const tap = async name => {
  const button = await tab.waitForSelector(`::-p-aria([name="${name}"][role="button"])`);
  await button.evaluate(one => one.click());
};
const shot = name => tab.screenshot({ path: path.join(folder, `firefox-${name}.png`) });
const choose = async file => {
  const input = await tab.waitForSelector("input[type=file]:not([capture])");
  await input.uploadFile(file);
};

async function files(ending) {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const all = await readdir(folder);
    if (!all.some(name => name.endsWith(".part")) && all.some(name => name.endsWith(ending))) {
      return all.filter(name => name.endsWith(ending));
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`no ${ending} in ${folder}`);
}

try {
  await tab.goto(`${address}?spec=cn-1inch`);
  await tab.waitForSelector(".document-line:enabled");
  await shot("start");
  await choose(photo);
  await tab.waitForSelector(".result[aria-busy=false] .save-bar button:enabled");
  await tab.$eval("input[name=background][value=red]", input => input.click());
  await shot("result");
  await tap("Save photo");
  await tab.waitForSelector("dialog[open]");
  const saved = await files(".jpg");
  await shot("saved");

  await tab.goto(`${address}?spec=cn-1inch`);
  await tap("Take a photo");
  await tab.waitForFunction(() => document.querySelector("video")?.videoWidth > 0);
  const says = await tab.waitForFunction(() => {
    const said = document.querySelector(".camera-says")?.innerText ?? "";
    return /face/i.test(said) && said; // the service's advice: before it has looked, the page speaks of the head
  }).then(text => text.jsonValue());
  await shot("camera");

  await tab.goto(`${address}?spec=cn-1inch`);
  const text = path.join(folder, "note.txt");
  await writeFile(text, "no photo");
  await choose(text);
  const refusal = await (await tab.waitForSelector("[role=alert]")).evaluate(one => one.innerText);
  await shot("refusal");
  console.log(JSON.stringify({ version: await browser.version(), saved, says, refusal, errors }));
} finally {
  await browser.close();
}
