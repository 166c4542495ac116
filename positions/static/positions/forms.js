"use strict";
/* A form of the admin is sent once, and only while the one who opened its page is signed in: else the page stays with all
   that was typed, and says what to do. Without this script the server says so, on a page of its own. */
const Parley = (() => {
  const { asks, who: opener } = document.currentScript.dataset;
  const LONGEST_ANSWER = 30_000; // milliseconds after which a web server has given up
  const DOWNLOAD = 1_000; // milliseconds; the page stays when a file comes, and the next one may be asked for
  let who = opener;
  let token = "";
  const warned = new WeakSet(); // forms whose sending was held up once, since it would lose what another has
  let sending = new WeakMap(); // form: "asking", "allowed" or "sent"

  /* Asks who is signed in, and puts the token of now into every form. Gives what is wrong in words, or nothing. */
  const refusal = async () => {
    const answer = await fetch(asks, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!answer) return "The server does not answer. Nothing was sent; what you typed is still here. Try again later.";
    if (answer.redirected) return "You are signed out, and nothing was sent. Sign in in another tab, then press again; what you typed is still here.";
    if (!answer.ok) return `The server refused (${answer.status}). Nothing was sent; what you typed is still here.`;
    const now = await answer.json();
    token = now.token;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    if (now.who === who) return "";
    const before = who;
    who = now.who;
    return `You are signed in as ${who} now, and ${before} opened this page. Nothing was sent; press again to send it as ${who}.`;
  };

  const tell = (form, text) => {
    let notice = form.querySelector("[data-refusal]");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "errornote wide";
      notice.dataset.refusal = "";
      notice.setAttribute("role", "alert");
      form.prepend(notice);
    }
    notice.textContent = text;
    notice.scrollIntoView({ block: "center" });
  };

  const isTypedIn = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    const shown = [...field.options].map((option) => option.defaultSelected);
    if (!field.multiple && !shown.includes(true)) shown[0] = true; // what a browser then shows
    return [...field.options].some((option, n) => option.selected !== shown[n]);
  };

  /* A small form stands beside a large one, which is gone when the small one is sent: that is said once, before it happens. */
  const isAnotherTypedIn = (form) => [...document.querySelectorAll("form.catalog-form")].some((other) =>
    other !== form && (other.querySelector(".errornote") || [...other.elements].some((field) => field.name && isTypedIn(field))));

  const ask = async (form, button) => {
    sending.set(form, "asking");
    const problem = await refusal();
    if (problem) {
      sending.delete(form);
      tell(form, problem);
    } else {
      sending.set(form, "allowed");
      HTMLFormElement.prototype.requestSubmit.call(form, button);
      if (sending.get(form) === "allowed") sending.delete(form); // the browser found a field that is not filled in
    }
  };

  const release = (form) => {
    sending.set(form, "sent");
    const action = form.querySelector("select[name=action]");
    const pause = action && action.value === "export" ? DOWNLOAD : LONGEST_ANSWER;
    setTimeout(() => sending.delete(form), pause);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (sending.get(form) === "allowed") {
      release(form);
      return;
    }
    event.preventDefault();
    if (form.matches("[data-beside]") && !warned.has(form) && isAnotherTypedIn(form)) {
      warned.add(form);
      tell(form, "Nothing was sent: what you typed in the other form of this page is not saved. Save it first, or press again to go on without it.");
      return;
    }
    if (!sending.has(form)) ask(form, event.submitter);
  });

  window.addEventListener("pageshow", () => { sending = new WeakMap(); }); // come back to, it can be sent again

  return { refusal, token: () => token, who: () => who };
})();
