"use strict";
/* Words selected in the article go into the form, with their place in Unicode code points; without this script they can be
   pasted. */
(() => {
  const text = document.getElementById("coding-text");
  if (!text) return;
  const quote = document.getElementById("choice_quote");
  const start = document.getElementById("choice_start");
  const shown = text.parentElement;
  const place = `coding-place ${location.pathname}`;
  const hint = document.getElementById("coding-hint");

  /* The next statement is looked for where the last one was found, not at the top of the text. */
  shown.scrollTop = Number(sessionStorage.getItem(place) || 0);
  window.addEventListener("pagehide", () => sessionStorage.setItem(place, shown.scrollTop));

  const codePoints = (string) => Array.from(string).length;

  /* Where a point of the selection lies in the article's text. */
  const placeOf = (node, offset) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element.closest("[data-start]");
    if (!piece) return null;
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : "";
    return Number(piece.dataset.start) + codePoints(before);
  };

  const take = () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    const at = placeOf(range.startContainer, range.startOffset);
    if (!words.trim()) return;
    quote.value = words.trim();
    start.value = at === null ? "" : at + codePoints(words.slice(0, lead));
    hint.textContent = "Taken from the text. Now say whose stance it is.";
  };

  document.addEventListener("selectionchange", take);
  quote.addEventListener("input", () => { start.value = ""; });
})();
