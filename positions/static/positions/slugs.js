"use strict";
/* Of something new, the name in addresses is made from its title while that is typed, until somebody types another. What
   has no letter of a-z in it, such as a title in Arabic or Chinese, suggests nothing. */
(() => {
  const slug = document.querySelector("input[name=new-slug]");
  const name = document.querySelector("input[name=name], input[name=title]");
  if (!slug || !name) return;
  const LONGEST = 80;
  const suggested = (text) => text.replaceAll("ı", "i").normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase()
    .replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST).replace(/^-+|-+$/g, "");
  let isSuggested = slug.value === "" || slug.value === suggested(name.value);
  name.addEventListener("input", () => { if (isSuggested) slug.value = suggested(name.value); });
  slug.addEventListener("input", () => { isSuggested = slug.value === ""; });
})();
