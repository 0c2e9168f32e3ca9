// Takes what was typed into the box at the top of a page to the search page without sending it: what stands behind # in
// an address stays in the browser, and so in no server's log. Without this script the form sends it as any form does.

const form = document.querySelector<HTMLFormElement>('form[role="search"]');
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const words = String(new FormData(form).get('q') ?? '').trim();
  location.assign(words ? `${form.action}#q=${encodeURIComponent(words)}` : form.action);
});
