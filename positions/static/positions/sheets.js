"use strict";
/* Says that a file is too large before it is sent; the server says so too. */
(() => {
  const file = document.querySelector("input[type=file][data-most]");
  if (!file) return;
  const most = Number(file.dataset.most);
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const isLarge = chosen && chosen.size > most;
    file.setCustomValidity(isLarge ? `The file has ${Math.ceil(chosen.size / 1e6)} MB; at most ${Math.floor(most / 1e6)} MB are taken.` : "");
    file.reportValidity();
  });
})();
