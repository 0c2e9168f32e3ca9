// Leaves the page so that less of it stays behind: nothing on the screen, nothing in the boxes, and the Back button
// does not return here. The link works without this script.

function empty(form: HTMLFormElement) {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) field.checked = false;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)
      field.value = '';
  }
}

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-exit]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = '';
    for (const form of document.forms) empty(form);
    location.replace(link.href);
  });
}
