// Shows a button that copies a read-only field. Without scripts the button stays hidden, and the field is selected by hand.

for (const part of document.querySelectorAll("[data-copying]")) {
  const [field, button, status] = ["input", "button", "[role=status]"].map(name => part.querySelector(name));
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    status.textContent = "";
    const copied = await copy(field);
    status.textContent = copied ? button.dataset.copied : button.dataset.failed;
  });
}

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {  // a page without https, or a browser that asks and is refused
    field.select();
    return document.execCommand("copy");
  }
}
