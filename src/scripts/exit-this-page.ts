// Leaves the page (GOV.UK "Exit this page") so that little of it stays behind: a blank screen, empty fields, and a Back
// button that does not return here. The link works without this script.

function clearFields(form: HTMLFormElement) {
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
    for (const form of document.forms) clearFields(form);
    location.replace(link.href);
  });
}
