// Goes to another state of the page without loading what stays: asks for the page, and takes its view from the answer.

const SHOWN = "parley:shown";
let asked = new AbortController();

/** Calls back now and each time that another view is shown. */
export function whenShown(callback) {
  document.addEventListener(SHOWN, callback);
  callback();
}

/** The address without the cell that is open: what decides which view is shown. */
export function viewOf(address) {
  const url = new URL(address, location.href);
  url.searchParams.delete("cell");
  url.searchParams.sort();
  return url.pathname + "?" + url.searchParams;
}

/** Whether the view of that address is the one on the screen: by its own address, or by the one that names both times. */
export function isShown(address) {
  const permalink = document.getElementById("permalink");
  return viewOf(address) === shown || (permalink !== null && viewOf(address) === viewOf(permalink.href));
}

let shown = viewOf(location.href);

/** Gives up what was asked for and has not come yet. */
export function stopAsking() {
  asked.abort();
  document.documentElement.classList.remove("asking");
}

/** Shows the view of an address; where the network fails, the browser goes there and says so itself. */
export async function show(address, { push = true } = {}) {
  stopAsking();
  const mine = (asked = new AbortController());
  document.documentElement.classList.add("asking");
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine.signal.aborted) return;
    if (!page.getElementById("view")) return void location.assign(address);
    if (push) history.pushState({ pushed: true }, "", answer.url);
    take(page);
    shown = viewOf(location.href);
    document.dispatchEvent(new CustomEvent(SHOWN));
    announce();
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(address);
  } finally {
    if (mine === asked) document.documentElement.classList.remove("asking");
  }
}

function take(page) {
  const scroller = document.querySelector(".scroller");
  const at = scroller ? [scroller.scrollLeft, scroller.scrollTop] : [0, 0];
  const focused = document.activeElement;
  const open = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
  document.title = page.title;
  document.getElementById("view").replaceWith(page.getElementById("view"));
  document.querySelector(".bottom").replaceWith(page.querySelector(".bottom"));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  document.querySelector(".scroller")?.scrollTo(...at);
  refocus(focused);
}

/** Who goes on by keys, from change to change or party by party, goes on from where they were: to the same in the new view,
 *  to the other step where there is none further, and to the beginning of the content where there is neither. */
function refocus(lost) {
  if (!lost || lost === document.body || lost.isConnected) return;
  const found = placesOf(lost).map((place) => document.querySelector(place)).find(Boolean);
  found.hidden = false; // the slider, until its script has seen it
  found.focus({ preventScroll: true });
}

function placesOf({ id, rel, name, value }) {
  const same = id ? `#${CSS.escape(id)}` : name ? `[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]:not([type="hidden"])` : "";
  const steps = rel ? [`a[rel="${CSS.escape(rel)}"]`, ".steps a"] : [];
  return [...(same ? [same] : []), ...steps, "#main"];
}

function announce() {
  let region = document.getElementById("announced");
  if (!region) {
    region = document.createElement("p");
    region.id = "announced";
    region.className = "sr";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = document.getElementById("grid-title")?.textContent ?? document.title;
}

function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Links and forms that lead to another state of this page. Links to cells are the panel's. */
export function followAddress() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || !isPlainClick(event) || link.target || link.hasAttribute("data-whole")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
    event.preventDefault();
    show(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-swap]")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    show(location.pathname + "?" + fields);
  });
  addEventListener("popstate", () => {
    if (!isShown(location.href)) show(location.href, { push: false });
  });
}
