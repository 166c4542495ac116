"use strict";
/* What is typed about a statement stays in this tab until it is decided: who skips, goes back, or leaves the desk, finds it
   again. Reloading the page begins anew. */
const Drafts = (() => {
  const UNTYPED = new Set(["csrfmiddlewaretoken", "statement", "seen", "shown_on"]);
  const key = (statement) => `desk-draft ${Parley.who()} ${statement}`;
  const statementOf = (form) => form.querySelector("[name=statement]").value;

  /* A day that is as the page showed it is not typed: it is another once its article's day was corrected. */
  const isTyped = (form) => ([name, value]) =>
    !UNTYPED.has(name) && (name !== "said_on" || (value && value !== form.elements.shown_on.value));

  const keep = (form) => {
    const typed = [...new FormData(form)].filter(isTyped(form));
    sessionStorage.setItem(key(statementOf(form)), JSON.stringify(typed));
  };

  const forget = (statement) => sessionStorage.removeItem(key(statement));

  /* Whether anything of the form is another now. */
  const fillIn = (form) => {
    const kept = sessionStorage.getItem(key(statementOf(form)));
    const values = {};
    for (const [name, value] of JSON.parse(kept || "[]")) (values[name] ||= []).push(value);
    let isChanged = false;
    for (const field of form.elements) {
      const typed = values[field.name];
      if (!typed || !typed.length) continue;
      const before = field.type === "radio" ? field.checked : field.value;
      if (field.type === "radio") field.checked = field.value === typed[0];
      else field.value = typed.shift();
      isChanged ||= before !== (field.type === "radio" ? field.checked : field.value);
    }
    return isChanged;
  };

  const isReloaded = performance.getEntriesByType("navigation").some((entry) => entry.type === "reload");
  return { keep, forget, fillIn, statementOf, isReloaded };
})();
