// What makes pages nicer; every page works without it.
const script = document.getElementById("portal-script");

// A facet's list can be searched.
for (const body of document.querySelectorAll("[data-facet-search]")) {
  const options = [...body.querySelectorAll("li")];
  const label = document.createElement("label");
  label.className = "govuk-visually-hidden";
  label.textContent = `Search in ${body.dataset.facetSearch}`;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "portal-facet__search";
  box.placeholder = "Type to find";
  box.id = label.htmlFor = `find-${options[0]?.querySelector("input").name}`;
  const said = document.createElement("p");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase();
    let shown = 0;
    for (const option of options) {
      const text = option.querySelector("label").textContent.toLowerCase();
      const isHidden = words !== "" && !text.includes(words);
      option.hidden = isHidden && !option.querySelector("input").checked;
      shown += option.hidden ? 0 : 1;
    }
    said.textContent = words ? `${shown} of ${options.length} shown` : "";
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  body.querySelector("ul").before(label, box, said);
}

// On narrow screens the filters begin folded, so that results come first.
const isNarrow = matchMedia("(max-width: 63.99em)");
for (const panel of document.querySelectorAll("[data-collapse-narrow]")) {
  const follow = () => (panel.open = !isNarrow.matches);
  isNarrow.addEventListener("change", follow);
  follow();
}

// A press copies what stands in the element that the button names.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = button.textContent;
    await navigator.clipboard.writeText(
      document.getElementById(button.dataset.copy).textContent.trim(),
    );
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = words), 2000);
  });
}

// A menu closes when one presses elsewhere or Escape.
for (const menu of document.querySelectorAll(".portal-menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Long selects become a box that one types into.
const selects = document.querySelectorAll("select[data-autocomplete]");
if (selects.length && globalThis.accessibleAutocomplete) {
  for (const select of selects) {
    globalThis.accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      defaultValue: select.value ? select.selectedOptions[0].textContent : "",
      showAllValues: true,
      preserveNullOptions: true,
      minLength: 0,
    });
  }
}

const { initAll } = await import(script.dataset.govuk);
initAll();
