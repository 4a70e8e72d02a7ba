// Uploads with a progress bar, files dropped onto a form, versions followed as they are
// checked. Each form and page works without this.
function takeFiles(form) {
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

  let isSending = false;
  form.addEventListener("submit", (event) => {
    if (!box.files.length) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    send(form, zone, said, () => (isSending = false));
  });
}

function send(form, zone, said, ended) {
  const bar = document.createElement("progress");
  bar.className = "portal-drop__bar";
  bar.max = 100;
  bar.setAttribute("aria-label", "Upload");
  zone.append(bar);
  const stop = (why) => {
    bar.remove();
    said.textContent = why;
    ended();
  };
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.upload.addEventListener("progress", (step) => {
    if (!step.lengthComputable) return;
    bar.value = Math.round((100 * step.loaded) / step.total);
    said.textContent = `Uploading: ${bar.value} %`;
  });
  request.upload.addEventListener("load", () => {
    said.textContent = "All of it has arrived and is being saved.";
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      const kind = request.getResponseHeader("Content-Type") ?? "";
      const isAddress = kind.startsWith("application/json");
      location.assign(
        isAddress ? JSON.parse(request.responseText).address : request.responseURL,
      );
      return;
    }
    if (!show(request.responseText)) {
      stop("It could not be uploaded. Try again, or use a smaller file.");
    }
  });
  request.addEventListener("error", () => {
    stop("The connection broke. Nothing was kept: try again.");
  });
  request.send(new FormData(form));
}

// What was wrong is said by the page that came back: it is shown as it is.
function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  if (main === null) return false;
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  for (const form of main.querySelectorAll("[data-upload]")) takeFiles(form);
  import(document.getElementById("portal-script").dataset.govuk).then(({ initAll }) =>
    initAll({ scope: main }),
  );
  return true;
}

for (const form of document.querySelectorAll("[data-upload]")) takeFiles(form);

const FIRST_WAIT = 1000; // milliseconds
const LONGEST_WAIT = 10000;
const followed = document.querySelector("[data-follow-fallback]");
if (followed) followed.textContent = "A file is on its way: this page follows it.";

for (const version of document.querySelectorAll("[data-follow]")) {
  let wait = FIRST_WAIT;
  const look = async () => {
    try {
      const answer = await fetch(version.dataset.follow, { credentials: "same-origin" });
      if (!answer.ok) return;
      const found = await answer.json();
      if (found.is_settled) {
        await refresh();
        followed.textContent = `${version.dataset.name}: ${found.words.toLowerCase()}.`;
        return;
      }
      const shown = version.querySelectorAll("[data-steps] > li");
      found.steps.forEach((step, place) => {
        const name = `portal-steps__step portal-steps__step--${step.state}`;
        if (shown[place]) shown[place].className = name;
      });
    } catch {
      // The page can be loaded again.
    }
    wait = Math.min(wait * 1.3, LONGEST_WAIT);
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}

// What is new is put in the place of what was, and all else stays: what the page said
// once, and what somebody is writing.
async function refresh() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-fresh]")) {
    const now = page.getElementById(old.id);
    if (now) old.replaceWith(now);
  }
}
