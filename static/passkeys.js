// Passkeys: the browser makes or uses one, and the form takes its answer to the server.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
  const fault = form.querySelector("[role=alert]");
  form.hidden = false;
  form.querySelector("button[type=button]").addEventListener("click", async () => {
    fault.hidden = true;
    try {
      const answer =
        form.dataset.passkey === "make"
          ? await window.webauthnJSON.create(options.creation_options)
          : await window.webauthnJSON.get(options.request_options);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      fault.textContent = `The browser gave no passkey. Try again, or use another way. (${error.message})`;
      fault.hidden = false;
    }
  });
}
