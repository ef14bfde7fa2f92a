// Lets Back lead from a receipt to a page: a check page is the answer to a form, which a browser would have to send again.
// Without scripts the browser asks first, and what it sends again only says that the answer is on record.

for (const form of document.querySelectorAll("form[data-back]")) {
  form.addEventListener("submit", () => history.replaceState(null, "", form.dataset.back));
}
