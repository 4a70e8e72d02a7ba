// Uploads with a progress bar, files dropped onto a form, versions followed as they are
// checked. Each form and page works without this.
for (const form of document.querySelectorAll("[data-upload]")) {
  const box = form.querySelector('input[type="file"]');
  const zone = box.closest(".govuk-form-group");
  zone.classList.add("portal-drop");
  const said = document.createElement("p");
  said.className = "portal-drop__said";
  said.setAttribute("role", "status");
  const where = box.multiple ? "Or drop files here." : "Or drop a file here.";
  said.textContent = where;
  zone.append(said);

  const name = () => {
    const names = [...box.files].map((file) => file.name);
    said.textContent = names.length ? `Chosen: ${names.join(", ")}` : where;
  };
  box.addEventListener("change", name);
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("portal-drop--over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.remove("portal-drop--over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const dropped = new DataTransfer();
    const files = [...event.dataTransfer.files];
    for (const file of box.multiple ? files : files.slice(0, 1)) dropped.items.add(file);
    box.files = dropped.files;
    name();
  });

  form.addEventListener("submit", (event) => {
    if (!box.files.length) return;
    event.preventDefault();
    const bar = document.createElement("progress");
    bar.className = "portal-drop__bar";
    bar.max = 100;
    bar.setAttribute("aria-label", "Upload");
    zone.append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.round((100 * step.loaded) / step.total);
      said.textContent = `Uploading: ${bar.value} %`;
    });
    request.addEventListener("load", () => {
      if (request.status < 400 && request.responseURL !== location.href) {
        location.assign(request.responseURL);
        return;
      }
      if (request.status < 400) {
        location.reload();
        return;
      }
      // What was wrong is said by the page that came back: it is shown as it is.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.querySelector("main");
      bar.remove();
      if (main === null) {
        said.textContent = "It could not be uploaded. Try again, or use a smaller file.";
        return;
      }
      document.title = page.title;
      document.querySelector("main").replaceWith(main);
      main.querySelector(".govuk-error-summary, h1")?.scrollIntoView();
    });
    request.addEventListener("error", () => {
      bar.remove();
      said.textContent = "The connection broke. Nothing was kept: try again.";
    });
    request.send(new FormData(form));
  });
}

const FIRST_WAIT = 1000; // milliseconds
const LONGEST_WAIT = 10000;
for (const version of document.querySelectorAll("[data-follow]")) {
  let wait = FIRST_WAIT;
  const look = async () => {
    try {
      const answer = await fetch(version.dataset.follow, { credentials: "same-origin" });
      if (!answer.ok) return;
      const found = await answer.json();
      if (found.is_settled) {
        location.reload();
        return;
      }
      const shown = version.querySelectorAll("[data-steps] > li");
      found.steps.forEach((step, place) => {
        const name = `portal-steps__step portal-steps__step--${step.state}`;
        if (shown[place]) shown[place].className = name;
      });
    } catch {
      // The page can be loaded again by its link.
    }
    wait = Math.min(wait * 1.3, LONGEST_WAIT);
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}
