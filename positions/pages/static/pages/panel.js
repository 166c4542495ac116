// A cell opens beside the table. Its address is the table's with the cell in it, so that a link shows both.
import { isShown, show, whenShown } from "./swap.js";

let panel;

const cellOf = (address) => new URL(address, location.href).searchParams.get("cell");
const linkTo = (cell) => [...document.querySelectorAll("#grid td a")].find((link) => cellOf(link.href) === cell);

function makePanel() {
  panel = document.createElement("dialog");
  panel.className = "panel";
  panel.setAttribute("aria-labelledby", "cell-title");
  document.body.append(panel);
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest(".close, .shut")) {
      event.preventDefault();
      panel.close();
    }
  });
  panel.addEventListener("close", left);
}

/** The panel was closed by its reader: the address is again the table's, and the cell has the focus. */
function left() {
  const cell = cellOf(location.href);
  panel.replaceChildren();
  if (cell) {
    if (history.state?.opened) history.back();
    else history.pushState({}, "", withoutCell(location.href));
    linkTo(cell)?.focus({ preventScroll: true });
  }
}

function withoutCell(address) {
  const url = new URL(address);
  url.searchParams.delete("cell");
  return url.href;
}

function fill(section) {
  if (!panel) makePanel();
  const shut = document.createElement("button");
  shut.className = "shut";
  shut.type = "button";
  shut.textContent = document.getElementById("view").dataset.close;
  panel.replaceChildren(shut, ...section.childNodes);
  if (!panel.open) panel.showModal();
  panel.scrollTo(0, 0);
}

/** Asks for the panel of a cell at the moment that the table shows; the table stays as it is. */
async function open(address) {
  const here = document.getElementById("view").dataset.cell;
  const answer = await fetch(here + new URL(address, location.href).search);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = page.getElementById("cell");
  if (!section) return void location.assign(address);
  fill(section);
}

export function followPanel() {
  // A view that comes with a cell: the section in the page becomes the panel.
  whenShown(() => {
    const section = document.querySelector("#view > #cell");
    if (section) {
      fill(section);
      section.remove();
    } else if (panel?.open) panel.close();
  });
  document.addEventListener("click", (event) => {
    // Where a cell is higher than its link, all of the cell opens it.
    const link = event.target.closest?.("a[href]") ?? event.target.closest?.("#grid td")?.querySelector("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const url = new URL(link.href);
    if (url.pathname !== location.pathname || !cellOf(link.href) || !isShown(url.href)) return;
    event.preventDefault();
    history.pushState({ opened: true }, "", link.href);
    open(link.href).catch(() => location.assign(link.href));
  });
  addEventListener("popstate", () => {
    if (!isShown(location.href)) return;
    const cell = cellOf(location.href);
    if (cell) open(pinned(cell)).catch(() => location.reload());
    else if (panel?.open) panel.close();
  });
}

function pinned(cell) {
  return linkTo(cell)?.href ?? show(location.href, { push: false });
}
