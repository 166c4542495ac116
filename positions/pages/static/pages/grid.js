// The table as a grid for the keyboard: one stop for Tab, arrows from cell to cell.
import { whenShown } from "./swap.js";

const rows = (grid) => [...grid.querySelectorAll("tbody tr")].filter((row) => row.querySelector("td a"));
const links = (row) => [...row.querySelectorAll("td a")];

/** Makes one link the grid's stop for Tab; the others are reached from there. Done when a reader first comes in. */
function stopAt(link) {
  const grid = link.closest("table");
  const others = grid.stop_ ? [grid.stop_] : grid.querySelectorAll("td a");
  for (const other of others) other.tabIndex = -1;
  grid.stop_ = link;
  link.tabIndex = 0;
}

export function followGrid() {
  whenShown(() => {
    document.getElementById("grid")?.setAttribute("role", "grid");
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("#grid td a")) stopAt(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("#grid td a") || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = neighbour(event.target, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function neighbour(link, key) {
  const every = rows(link.closest("table"));
  const row = every.findIndex((one) => one.contains(link));
  const across = links(every[row]);
  const column = across.indexOf(link);
  const forward = getComputedStyle(link).direction === "rtl" ? -1 : 1;
  const below = (n) => links(every[Math.min(Math.max(row + n, 0), every.length - 1)])[column];
  switch (key) {
    case "ArrowRight": return across[column + forward];
    case "ArrowLeft": return across[column - forward];
    case "ArrowDown": return below(1);
    case "ArrowUp": return below(-1);
    case "PageDown": return below(10);
    case "PageUp": return below(-10);
    case "Home": return across[0];
    case "End": return across.at(-1);
    default: return undefined;
  }
}
