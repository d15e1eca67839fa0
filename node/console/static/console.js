/* All of the console works without this file. It adds the clock, keys, passkeys and small comforts. */
"use strict";

(function () {
  const $ = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  /* --- the clock, UTC */
  const clock = $("#clock");
  if (clock) {
    const skew = Date.parse(clock.dateTime) - Date.now();
    setInterval(() => {
      const now = new Date(Date.now() + skew);
      clock.textContent = now.toISOString().slice(11, 16) + " UTC";
    }, 5000);
  }

  /* --- where the window is narrow, the menu stands folded */
  const menu = $("#menu");
  if (menu) {
    const narrow = window.matchMedia("(max-width: 62rem)");
    const fit = () => { menu.open = !narrow.matches; };
    narrow.addEventListener("change", fit);
    fit();
  }

  /* --- after an error, the reader stands at what went wrong */
  const errors = $("#errors");
  if (errors) errors.focus();

  /* --- tick all, and say how many are ticked */
  const ticks = () => all("input[name=alert]");
  const tell = () => {
    const said = $("#ticked");
    if (said) said.textContent = String(ticks().filter((each) => each.checked).length);
  };
  document.addEventListener("change", (event) => {
    if (event.target.id === "tick-all") {
      ticks().forEach((each) => { each.checked = event.target.checked; });
    }
    tell();
    const chosen = event.target.closest("[data-shows]");
    if (chosen) reveal(chosen.name);
  });

  /* --- a choice shows what belongs to it */
  const reveal = (name) => {
    all(`[name="${name}"][data-shows]`).forEach((each) => {
      const part = document.getElementById(each.dataset.shows);
      if (!part) return;
      part.hidden = !each.checked;
      all("input, select", part).forEach((field) => { field.disabled = !each.checked; });
    });
  };
  new Set(all("[data-shows]").map((each) => each.name)).forEach(reveal);

  /* --- keys: letters do something only while nobody types, and only if the account wants it */
  const typing = (element) =>
    element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName) &&
    !/^(checkbox|radio|submit|button)$/i.test(element.type || "");
  const rows = () => all("tr[data-row]");
  let at = -1;
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list.forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    const link = $("a", list[at]);
    if (link) link.focus();
    list[at].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row]");
    const own = event.target.closest("a, button, input, label, select, summary");
    if (row && !own && !String(window.getSelection())) $("th a", row).click();
  });
  const here = (selector) => { const row = rows()[at]; return row && $(selector, row); };
  const press = (key) => {
    const marked = $(`[data-key="${key}"]`);
    if (marked) { marked.click(); if (marked.type !== "radio") marked.focus(); return true; }
    if (key === "j") return move(1), true;
    if (key === "k") return move(-1), true;
    if (key === "o") { const link = here("a"); if (link) link.click(); return Boolean(link); }
    if (key === "x") {
      const box = here("input[name=alert]");
      if (box) { box.checked = !box.checked; tell(); }
      return Boolean(box);
    }
    if (key === "?") { window.location.href = "/help#keys"; return true; }
    return false;
  };
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
    if (!plain || !("shortcuts" in document.body.dataset) || typing(event.target)) return;
    if (event.key.length === 1 && press(event.key)) event.preventDefault();
  });

  /* --- copy and print */
  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copies]");
    if (copy && navigator.clipboard) {
      const text = document.getElementById(copy.dataset.copies).innerText;
      navigator.clipboard.writeText(text).then(() => { copy.textContent = copy.dataset.done; });
    }
    if (event.target.closest("[data-prints]")) window.print();
  });
  all("[data-copies], [data-prints]").forEach((each) => { each.hidden = false; });

  /* --- passkeys (W3C Web Authentication): bytes travel as base64url */
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const read = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const each of list || []) each.id = bytes(each.id);
    }
    return options;
  };
  const written = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[name]) response[name] = text(answer[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };
  const passkey = (form, ask) => {
    if (!form || !window.PublicKeyCredential) return;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      const trouble = $("[data-trouble]", form);
      trouble.hidden = true;
      try {
        const options = await (await fetch(form.dataset.options)).json();
        form.elements.answer.value = written(await ask({ publicKey: read(options) }));
        form.submit();
      } catch (error) { form.elements.answer.value = ""; trouble.hidden = false; }
    });
  };
  passkey($("#passkey-sign-in"), (options) => navigator.credentials.get(options));
  passkey($("#passkey-verify"), (options) => navigator.credentials.get(options));
  passkey($("#passkey-add"), (options) => navigator.credentials.create(options));
})();
