// Time: while the slider moves, the cells follow at once from spells fetched before; when it rests, the page is asked.
import { show, stopAsking, whenShown } from "./swap.js";

const RESTS_AFTER_MS = 250;
const DAY_MS = 86_400_000;
// Python's ordinal of 1970-01-01, from which the days of the spells are counted.
const ORDINAL_OF_EPOCH = 719_163;

let spelled; // the spells of the cells that are shown, or a promise of them
let spelledFor = "";
let resting;

const slider = () => document.getElementById("day");
const dayOf = (input) => Date.parse(input.closest(".slider").dataset.first) + input.valueAsNumber * DAY_MS;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

function words(time) {
  const lang = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(time);
}

/** Spells by cell; asked for once for a view, however often the slider moves in it. */
function load(input) {
  const address = input.closest(".slider").dataset.cells;
  if (address === spelledFor) return spelled;
  spelledFor = address;
  spelled = fetch(address).then((answer) => answer.json());
  spelled.then((found) => { if (spelledFor === address) spelled = found; }).catch(() => { spelledFor = ""; });
  return spelled;
}

function lookOn(spells, ordinal) {
  let low = 0, high = spells.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spells[2 * middle] <= ordinal) low = middle + 1;
    else high = middle;
  }
  return low ? spells[2 * low - 1] : 0;
}

/** Shows what the cells say on a day; touches only those that say something else than is shown. */
export function preview(found, time) {
  const grid = document.getElementById("grid");
  if (!grid) return;
  const ordinal = Math.round(time / DAY_MS) + ORDINAL_OF_EPOCH;
  grid.cells_ ??= [...grid.querySelectorAll("td > a")].map((link) => [link, new URL(link.href).searchParams.get("cell")]);
  for (const [link, place] of grid.cells_) {
    const look = lookOn(found.cells[place] ?? [], ordinal);
    if (link.look_ === look) continue;
    link.look_ = look;
    draw(link, found.looks[look], grid);
  }
}

function draw(link, [classes, sign, word, summary], grid) {
  const letters = classes.split(" ");
  link.parentElement.className = classes;
  link.removeAttribute("title");
  if (grid.classList.contains("dense")) {
    const more = [letters.includes("r") && grid.dataset.redLine, letters.includes("f") && grid.dataset.stale];
    link.textContent = sign;
    link.setAttribute("aria-label", [word, ...more].filter(Boolean).join(", "));
    return;
  }
  const part = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const parts = [part("i", sign), part("b", word)];
  parts[0].setAttribute("aria-hidden", "true");
  if (letters.includes("r")) parts.push(part("em", grid.dataset.redLine));
  if (letters.includes("f")) parts.push(part("small", grid.dataset.stale));
  if (summary) parts.push(part("span", summary));
  link.replaceChildren(...parts);
}

function moved(input) {
  stopAsking();
  clearTimeout(resting);
  const time = dayOf(input);
  input.setAttribute("aria-valuetext", words(time));
  const label = document.getElementById("shown-day");
  label.textContent = words(time);
  label.dateTime = iso(time);
  const found = load(input);
  if (found instanceof Promise) found.then(() => { if (slider() === input) preview(spelled, dayOf(input)); }).catch(() => {});
  else preview(found, time);
}

function rested(input) {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const address = new URL(document.getElementById("permalink").href);
    address.searchParams.set("valid_on", iso(dayOf(input)));
    address.searchParams.delete("cell");
    show(address.href);
  }, RESTS_AFTER_MS);
}

export function followSlider() {
  whenShown(() => {
    const input = slider();
    if (input) input.hidden = false;
  });
  document.addEventListener("input", (event) => { if (event.target === slider()) moved(event.target); });
  document.addEventListener("change", (event) => { if (event.target === slider()) rested(event.target); });
  for (const early of ["pointerover", "focusin"]) {
    document.addEventListener(early, (event) => { if (event.target === slider()) load(event.target); });
  }
}
