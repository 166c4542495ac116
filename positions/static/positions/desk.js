"use strict";
/* The desk's keys. Forms and links marked data-sheet are sent in the background and put the next sheet in place; without
   this script they are ordinary forms and links. One request at a time, so that no key falls on a statement unseen. */
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const help = document.getElementById("desk-help");
  const status = document.getElementById("desk-status");
  const single = document.getElementById("desk-single-keys");
  let busy = false;
  let typed = 0; // a timer: values were typed and their outcome is not shown yet
  let asked = 0; // number of the last outcome asked for; earlier answers are late and dropped

  const find = (selector) => desk.querySelector(selector);
  const form = () => document.getElementById("desk-form");
  /* On a narrow or enlarged screen the buttons are pressed far below the words: what came is seen from its top there, and
     nothing moves where its top is in sight. */
  const comeInto = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) element.scrollIntoView({ block: "start" });
  };
  const tell = (text, level = "error") => {
    status.textContent = text;
    let notice = document.getElementById("desk-notice");
    if (!notice) {
      notice = document.createElement("p");
      notice.id = "desk-notice";
      find("#sheet").prepend(notice);
    }
    notice.className = `desk-notice ${level}`;
    notice.textContent = text;
    comeInto(notice);
  };

  const show = () => {
    const quote = find(".desk-prose mark");
    const text = find(".desk-text");
    if (quote && text) text.scrollTop = quote.offsetTop - text.offsetTop - text.clientHeight / 3;
    label();
  };

  /* What was typed of this statement before; one that is decided by now has no button to accept it. */
  const fillIn = () => {
    if (!form() || !find('[data-key="a"]') || !Drafts.fillIn(form())) return;
    later(0);
    if (!document.getElementById("desk-notice")) tell("What you typed here before is filled in again. Reload the page to begin anew.", "warning");
  };

  const place = (html) => {
    desk.innerHTML = html;
    clearTimeout(typed);
    typed = 0;
    asked += 1;
    history.replaceState(null, "", find("#sheet").dataset.address);
    show();
    fillIn();
    const notice = document.getElementById("desk-notice");
    const title = document.getElementById("sheet-title");
    status.textContent = `${notice ? notice.textContent : ""} ${title ? title.textContent : ""}`;
    if (title) title.focus({ preventScroll: true });
    if (notice || title) comeInto(notice || title);
  };

  /* Sent once more where only the page's token is old: who signs in elsewhere gets another. */
  const ask = async (address, options) => {
    const headers = { "X-Desk": "1" };
    const answer = await fetch(address, { ...options, headers, credentials: "same-origin" });
    if (answer.status !== 403 || !options.body) return { answer };
    const problem = await Parley.refusal();
    if (problem) return { answer, problem };
    options.body.set("csrfmiddlewaretoken", Parley.token());
    return { answer: await fetch(address, { ...options, headers, credentials: "same-origin" }) };
  };

  const arrive = async (answer, body) => {
    const html = await answer.text();
    const decided = body && body.get("statement");
    if (decided && html.includes('class="desk-notice success"')) Drafts.forget(decided);
    place(html);
  };

  const send = async (address, options) => {
    if (busy) return;
    busy = true;
    desk.setAttribute("aria-busy", "true");
    try {
      const { answer, problem } = await ask(address, options);
      if (problem) tell(problem);
      else if (answer.headers.get("X-Desk") === "sheet") await arrive(answer, options.body);
      else if (answer.redirected) tell("You are signed out. Sign in in another tab, then press the key again; what you typed is still here.");
      else tell(`The server refused (${answer.status}). Nothing was decided; what you typed is still here.`);
    } catch {
      tell("The server does not answer. Look whether it was decided before you press again; what you typed is still here.");
    } finally {
      busy = false;
      desk.removeAttribute("aria-busy");
    }
  };

  const label = () => {
    const amended = document.getElementById("desk-amended");
    const button = find("[data-amended]");
    if (button && amended) button.textContent = amended.dataset.n === "0" ? "Accept" : button.dataset.amended;
  };

  /* What was refused is no longer said once every value can be used. */
  const settle = () => {
    if (find("#desk-outcome .desk-problem") || !find("#desk-form [aria-invalid]")) return;
    for (const problem of form().querySelectorAll(".desk-problem")) problem.remove();
    for (const field of form().querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    find("#desk-notice.error")?.remove();
  };

  const foresee = async () => {
    typed = 0;
    const number = (asked += 1);
    const sheet = form();
    const { answer } = await ask(sheet.dataset.foresee, { method: "POST", body: new FormData(sheet) });
    const html = await answer.text();
    if (!answer.ok || answer.redirected || number !== asked) return;
    document.getElementById("desk-outcome").innerHTML = html;
    label();
    settle();
  };

  const later = (milliseconds) => {
    clearTimeout(typed);
    if (form()) Drafts.keep(form());
    typed = setTimeout(() => foresee().catch(() => {}), milliseconds);
  };

  desk.addEventListener("submit", (event) => {
    const sent = event.target;
    if (!sent.matches("form[data-sheet]")) return;
    event.preventDefault();
    const data = new FormData(sent, event.submitter);
    const address = sent.getAttribute("action");
    if (sent.method === "get") send(`${address}?${new URLSearchParams(data)}`, {});
    else send(address, { method: "POST", body: data });
  });

  desk.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      send(link.getAttribute("href"), {});
      return;
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.opens).showModal();
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) document.getElementById(closer.dataset.closes).close();
    const reject = event.target.closest("#desk-reject-send");
    if (reject) {
      const other = document.getElementById("desk-reject-other");
      reject.value = other.value.trim();
      if (!reject.value) {
        event.preventDefault();
        other.focus();
      }
    }
  });

  desk.addEventListener("input", (event) => {
    if (event.target.closest("#desk-form") && event.target.closest("dialog") === null) later(200);
  });

  single.checked = localStorage.getItem("desk-single-keys") !== "off";
  single.addEventListener("change", () => localStorage.setItem("desk-single-keys", single.checked ? "on" : "off"));

  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");

  const choose = (number) => {
    const radio = form() && form().querySelectorAll("input[name=stance]")[number - 1];
    if (!radio) return;
    radio.checked = true;
    later(0);
  };

  const onField = (key) => {
    const names = { p: "party", t: "target", c: "condition", x: "act", w: "attribution", l: "salience", h: "speaker", b: "said_on", v: "valid_from", m: "summary" };
    return names[key] && document.getElementById(`choice_${names[key]}`);
  };

  const press = (key) => {
    if (key === "?") return help.showModal();
    if (/^[1-4]$/.test(key)) return choose(Number(key));
    const named = find(`[data-key="${CSS.escape(key)}"], [data-also="${CSS.escape(key)}"]`) || onField(key);
    if (!named || named.disabled) return false;
    if (named.matches("summary")) {
      named.parentElement.open = true;
      named.parentElement.querySelector("select, input").focus();
    } else if (named.matches("button, a")) named.click();
    else named.focus();
    return true;
  };

  const inDialog = (event, dialog) => {
    if (dialog.id !== "desk-reject") return;
    if (isTyping(event.target)) {
      if (event.key !== "Enter") return; // else the form's first button would be pressed, which accepts
      event.preventDefault();
      document.getElementById("desk-reject-send").click();
      return;
    }
    const reason = dialog.querySelector(`[data-reason="${CSS.escape(event.key)}"]`);
    if (!reason) return;
    event.preventDefault();
    reason.click();
  };

  document.addEventListener("keydown", (event) => {
    const dialog = document.querySelector("dialog[open]");
    if (dialog) return inDialog(event, dialog);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const accept = find('[data-key="a"]');
      if (accept && !event.repeat) accept.click();
    } else if (isTyping(event.target)) {
      if (event.key === "Escape") document.getElementById("sheet-title").focus();
      else if (event.key === "Enter" && event.target.matches("#desk-form input")) event.preventDefault();
    } else if (single.checked && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const isChoosing = event.target.matches("input[type=radio]") && event.key.startsWith("Arrow");
      if (isChoosing || (busy && event.key.length > 1)) return;
      if (busy || press(event.key) !== false) event.preventDefault();
    }
  });

  show();
  if (form() && Drafts.isReloaded) Drafts.forget(Drafts.statementOf(form()));
  fillIn();
})();
