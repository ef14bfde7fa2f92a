// Stores what is typed in a form for the person, so that nothing is lost; it is no part of the draft until they save it.

const PAUSE = 1500;
const LONGEST_WAIT = 60000;

for (const form of document.querySelectorAll("form[data-saving]")) {
  const status = form.querySelector("[data-status]");
  let timer = 0, wait = PAUSE, sent = typed(form), leaving = false;

  const later = pause => { clearTimeout(timer); timer = setTimeout(store, pause); };

  async function store() {
    const now = typed(form);
    if (now === sent) return;
    try {
      const answer = await fetch(form.dataset.saving, {method: "POST", body: body(form), redirect: "manual", headers: {"Accept": "text/plain"}});
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
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
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
