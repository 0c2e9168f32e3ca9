// Takes a query from the search box of a page to the search page behind a #, which browsers do not send: so it is in no
// server's log. Without this script the form sends it like any other form.

const form = document.querySelector<HTMLFormElement>('form[role="search"]');
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const query = String(new FormData(form).get('q') ?? '').trim();
  location.assign(query ? `${form.action}#q=${encodeURIComponent(query)}` : form.action);
});
