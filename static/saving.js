// Stores what is typed in a form for the person, so that nothing is lost; it is no part of the draft until they save it.

const PAUSE = 1500;
const LONGEST_WAIT = 60000;

for (const form of document.querySelectorAll("form[data-saving]")) {
  const status = form.querySelector("[data-status]");
  let timer = 0, wait = PAUSE, sent = typed(form), leaving = false, connected = true;

  const later = pause => { clearTimeout(timer); timer = setTimeout(store, pause); };

  async function store(asked) {
    const now = typed(form);
    if (now === sent && asked !== true) return;
    try {
      const answer = await fetch(form.dataset.saving, {method: "POST", body: body(form), redirect: "manual", headers: {"Accept": "text/plain"}});
      connected = true;
      if (answer.status === 204) {
        sent = now;
        wait = PAUSE;
        say(form.dataset.saved.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"})));
        if (typed(form) !== sent) later(PAUSE);
      } else if (answer.status >= 500) {
        again();
      } else {
        say(answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 401 || answer.status === 200 ? form.dataset.ended : form.dataset.refused);
        later(LONGEST_WAIT);
      }
    } catch {
      connected = false;
      again();
    }
  }

  function again() {
    say(form.dataset.offline);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    later(wait);
  }

  function say(sentence) { if (status.textContent !== sentence) status.textContent = sentence; }

  form.addEventListener("input", () => later(PAUSE));
  // A form that is sent without a connection would be replaced by a page of the browser: the connection is tried first.
  form.addEventListener("submit", async event => {
    clearTimeout(timer);
    leaving = connected;
    if (connected) return;
    event.preventDefault();
    await store(true);
    if (connected) form.requestSubmit(event.submitter);
  });
  addEventListener("offline", () => { connected = false; if (typed(form) !== sent) say(form.dataset.offline); });
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", event => { if (!leaving && typed(form) !== sent) event.preventDefault(); });
}

function typed(form) {
  return JSON.stringify(["title", "body", "text"].map(name => form.elements[name]?.value ?? ""));
}

function body(form) {
  const fields = new URLSearchParams({
    form_token: form.elements.form_token.value,
    language: form.dataset.language,
    provision: form.dataset.provision,
    title: form.elements.title?.value ?? "",
    text: (form.elements.body ?? form.elements.text).value,
    base: (form.elements.base ?? form.elements.version).value,
  });
  return fields;
}
