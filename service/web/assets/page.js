"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const language = words.language;
const form = document.getElementById("form");
const note = document.getElementById("status");
const result = document.getElementById("result");
const search = document.getElementById("search");
const { spec: chooser, format, min_kb: least, max_kb: most, visible_mark: mark } = form.elements;
const PATIENCE = 120_000;  // milliseconds; the service itself gives up long before
const TRIES = 3;
const TOO_LARGE = ["body-too-slow", "body-too-large", "too-many-pixels"];
const SMALLER = 2400;  // pixels of the longer side, plenty for every document
const SIGNS = { fail: "✕", warn: "!", pass: "✓" };
let specs = [];

function element(kind, text = "", className = "", ...children) {
  const made = document.createElement(kind);
  made.textContent = text;
  made.className = className;
  made.append(...children);
  return made;
}

// What is asked of the service

async function send(path, fields, headers = {}) {
  for (let left = TRIES - 1; ; left--) {
    const response = await fetch(path, {
      method: "POST", body: fields, headers, signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (response.ok) return response;
    if (!left || ![429, 503].includes(response.status)) throw await refusal(response);
    tell(words.waiting);
    const seconds = Number(response.headers.get("Retry-After")) || 2;
    await new Promise(done => setTimeout(done, 1000 * Math.min(seconds, 10)));
    tell(words.working);
  }
}

async function sendPhoto(path, fields) {
  const headers = { Accept: "application/json", "Accept-Language": language };
  try {
    return await send(path, fields, headers);
  } catch (error) {
    if (!TOO_LARGE.includes(error.slug)) throw error;
    const copy = await smaller(fields.get("image")).catch(() => { throw error; });
    fields.set("image", copy, "smaller.jpg");
    result.append(element("p", words.smaller, "warning"));
    return send(path, fields, headers);
  }
}

async function smaller(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  const scale = Math.min(1, SMALLER / Math.max(image.width, image.height));
  const canvas = element("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";  // beneath what is transparent, which JPEG would make black
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done, failed) => canvas.toBlob(
    blob => blob ? done(blob) : failed(), "image/jpeg", .92));
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));  // a proxy may answer with a page
  return { slug: problem.type?.split("/").pop(), detail: problem.detail };
}

function explained(error) {
  if (error.name === "TimeoutError") return words.no_answer;
  if (error instanceof Error) return navigator.onLine ? words.unreachable : words.offline;
  return words.problems[error.slug] || error.detail || words.failed;
}

// What is said

function tell(text) {
  note.replaceChildren(element("p", text), element("progress"));
}

function showError(error, where = result) {
  const box = element("p", explained(error), "error");
  box.setAttribute("role", "alert");
  where.append(box);
}

async function showPhoto({ image, media_type: type, report }, fields) {
  const picture = element("img");
  picture.src = `data:${type};base64,${image}`;
  picture.alt = words.finished;
  // It has its height then, and the result can be scrolled to. What this browser cannot show can
  // still be saved.
  await picture.decode().catch(() => {});
  if (fields.get("background") === "transparent") picture.className = "transparent";
  const suffix = type.slice(6).replace("jpeg", "jpg");
  result.append(picture, element("small", [
    named(report.spec)?.names[language], `${report.width_mm} × ${report.height_mm} mm`,
    `${report.width_px} × ${report.height_px} px`, `${report.dpi} dpi`,
    `${(report.file.bytes / 1000).toFixed(1)} KB`].join(" · ")),
  saving(words.save, picture.src, `${report.spec}.${suffix}`), element("p", words.hold, "hold"));
  if (fields.get("background") !== "transparent") result.append(sheets(fields));
  showChecks(report);
}

function saving(text, address, name) {
  return Object.assign(element("a", text, "button"), { href: address, download: name });
}

function sheets(fields) {
  const row = element("div", "", "sheets", element("span", words.sheet));
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", words.sheet);
  for (const type of ["jpeg", "pdf"]) {
    const button = element("button", type.toUpperCase(), "quiet");
    button.addEventListener("click", () => makeSheet(fields, type, row, button));
    row.append(button);
  }
  return row;
}

async function makeSheet(fields, type, row, button) {
  const asked = new FormData();
  for (const name of ["image", "background", "allow_editing", "visible_mark"])
    if (fields.has(name)) asked.set(name, fields.get(name));
  asked.set("cells", fields.get("spec"));
  asked.set("format", type);
  row.querySelector(".error")?.remove();
  button.disabled = true;
  tell(words.working);
  try {
    const file = await (await send("v1/sheet", asked)).blob();
    const name = `${fields.get("spec")}-4x6.${type.replace("jpeg", "jpg")}`;
    const link = saving(`${words.save_sheet} (${type.toUpperCase()})`, URL.createObjectURL(file), name);
    button.replaceWith(link);
    link.focus();
  } catch (error) {
    showError(error, row);
    button.disabled = false;
  } finally {
    note.replaceChildren();
  }
}

function showChecks({ spec, checks, summary, edited, refusal: slug, file }) {
  if (words.problems[slug]) result.append(element("p", words.problems[slug], "error"));
  for (const [verdict, look] of [["fail", "error"], ["warn", "warning"]]) {
    const found = checks.filter(check => check.verdict === verdict)
      .map(check => element("li", check.message[language]));
    if (found.length) result.append(element("div", words[verdict], look,
      element("ul", "", "", ...found)));
  }
  if (!summary.fail && !summary.warn) result.append(element("p", words.fine, "fine"));
  if (edited.includes("background") && named(spec)?.editing_policy === "forbidden")
    result.append(element("p", words.editing_forbidden, "error"));
  if (edited.length) result.append(element("p",
    (file ? words.edited : words.would_edit) + new Intl.ListFormat(language).format(edited.map(name => words[`edited_${name}`]))));
  const judged = checks.filter(check => check.verdict in SIGNS);
  result.append(element("details", "", "", element("summary", `${words.checks} (${judged.length})`),
    checkTable(judged)));
}

function checkTable(checks) {
  const table = element("table");
  const head = table.createTHead().insertRow();
  for (const text of [words.checks, words.measured, words.limit])
    head.append(Object.assign(element("th", text), { scope: "col" }));
  const body = table.createTBody();
  for (const { message, value, unit, limit, verdict } of checks) {
    const row = body.insertRow();
    const sign = element("b", SIGNS[verdict]);
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", words[verdict]);
    row.append(element("td", "", "", sign, ` ${message[language]}`),
      element("td", `${value} ${unit.replace("deg", "°")}`), element("td", range(limit)));
  }
  return table;
}

function range(limit) {
  const [low, high] = limit ?? [null, null];
  if (low === null) return high === null ? "" : `≤ ${high}`;
  if (high === null) return `≥ ${low}`;
  return low === high ? `${low}` : `${low} – ${high}`;
}

// What can be chosen

const country = spec => spec.country_names?.[language] ?? spec.country;
const countryNames = spec => [spec.country, spec.country_names?.en, spec.country_names?.zh,
  ...spec.country_names?.aliases ?? []].filter(Boolean).map(name => name.toLowerCase());
const searched = spec => [spec.id, spec.names.en, spec.names.zh, ...spec.aliases,
  ...countryNames(spec)].join(" ").toLowerCase();

function listSpecs() {
  const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = search.value.trim().toLowerCase();
  const named = spec => countryNames(spec).some(name => name === whole || asked.includes(name));
  const found = specs.filter(spec => asked.every(word => searched(spec).includes(word)))
    .sort((one, other) => named(other) - named(one));
  const chosen = chooser.value;
  const groups = new Map();
  for (const spec of found) {
    const name = country(spec);
    if (!groups.has(name)) groups.set(name, Object.assign(element("optgroup"), { label: name }));
    groups.get(name).append(new Option(
      `${spec.names[language]} · ${spec.width_mm} × ${spec.height_mm} mm`, spec.id));
  }
  chooser.replaceChildren(...groups.values());
  if (found.some(spec => spec.id === chosen)) chooser.value = chosen;
  if (!found.length) chooser.append(new Option(words.no_document, ""));
  if (!chosen || chooser.value !== chosen) describe();  // else the chosen colour stays chosen
}

const named = id => specs.find(spec => spec.id === id);
const chosenSpec = () => named(chooser.value);

function describe() {
  const spec = chosenSpec();
  listColours(spec);
  const about = document.getElementById("about");
  about.replaceChildren();
  const policy = document.getElementById("policy");
  policy.textContent = [`submission_${spec?.submission}`, `cropping_${spec?.cropping}`,
    `editing_${spec?.editing_policy}`].map(name => words[name]).filter(Boolean).join(" ");
  policy.hidden = !policy.textContent;
  [least.placeholder, most.placeholder] = spec?.file_kb ?? ["", ""];
  if (!spec) return;
  const image = new Image();
  image.loading = "lazy";
  image.src = `v1/specs/${spec.id}/diagram.svg?lang=${language}`;
  image.alt = words.diagram;
  const doubt = spec.confidence === "secondary" ? `${words.secondary}, ` : "";
  const source = `${words.source}: ${spec.source} (${doubt}${words.checked} ${spec.checked})`;
  const unsaid = Object.entries(spec.layers).filter(([, layer]) => layer === "not-stated")
    .map(([rule]) => words.rules_of[rule]);
  const silence = unsaid.length ? `${words.not_stated}${unsaid.join(", ")}` : "";
  const quotes = spec.evidence.filter(({ quote }) => quote).map(({ quote, url, differs }) =>
    `${differs ? words.differs : ""}“${quote}” (${url})`);
  about.append(image, ...[spec.notes?.[language], ...quotes, silence, source].filter(Boolean)
    .map(line => element("p", line)));
}

function listColours(spec) {
  const own = (spec?.backgrounds ?? []).map(({ name, rgb }) => [name, `rgb(${rgb.join(",")})`]);
  const original = ["original", null];
  const kept = spec?.editing_policy === "forbidden" ? [original] : [];
  const first = new Map([...kept, ...own, original]);
  const others = [...Object.entries(words.offered), ["transparent", ""]]
    .filter(([name]) => !first.has(name));
  const choices = [...first].map(choice);
  choices[0].querySelector("input").checked = true;
  document.getElementById("colours").replaceChildren(...choices, element("details", "", "",
    element("summary", words.other_colours),
    element("div", "", "colours", ...others.map(choice))));
  allow();
}

function choice([name, colour]) {
  const radio = Object.assign(element("input"), { type: "radio", name: "background", value: name });
  const swatch = colour === null ? [] : [element("span", "", `swatch ${colour ? "" : name}`)];
  if (colour) swatch[0].style.background = colour;
  return element("label", "", "", radio, ...swatch, words.colours[name] ?? name);
}

function allow() {  // what goes with the background that is chosen
  const background = form.elements.background.value;
  mark.disabled = background === "original" || chosenSpec()?.visible_mark_allowed === false;
  if (mark.disabled) mark.checked = false;
  const jpeg = format.querySelector("[value=jpeg]");
  jpeg.disabled = background === "transparent";
  if (jpeg.disabled && jpeg.selected) format.value = "";
}

search.addEventListener("input", listSpecs);
search.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
chooser.addEventListener("change", describe);
document.getElementById("colours").addEventListener("change", allow);
form.addEventListener("invalid", event => {
  const hidden = event.target.closest("details");
  if (hidden) hidden.open = true;
}, true);

fetch("v1/specs").then(response => response.ok ? response.json() : Promise.reject()).then(answer => {
  specs = answer.specs;
  listSpecs();
}).catch(() => result.append(element("p", words.no_documents, "error")));

form.addEventListener("submit", async event => {
  event.preventDefault();
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  const fields = new FormData(form);
  if (chosenSpec()?.editing_policy === "forbidden" && fields.get("background") !== "original")
    fields.set("allow_editing", "true");
  result.replaceChildren();
  tell(words.working);
  try {
    const path = event.submitter?.value || "v1/idphoto";
    const answer = await (await sendPhoto(path, fields)).json();
    if (answer.image) await showPhoto(answer, fields);
    else showChecks(answer);
  } catch (error) {
    showError(error);
  } finally {
    note.replaceChildren();
    for (const button of buttons) button.disabled = false;
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: "start" });
  }
});
