// Builds what the pages need into static/build: one stylesheet, one typeface, two scripts.
// No source maps: WhiteNoise refuses a file that names a map which is not there.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const packages = "node_modules";
const build = "static/build";

function script(from, to) {
  const text = readFileSync(`${packages}/${from}`, "utf8");
  writeFileSync(`${build}/${to}`, text.replace(/\/\/# sourceMappingURL=\S*/g, ""));
}

rmSync(build, { recursive: true, force: true });
mkdirSync(build, { recursive: true });

const { css } = compile("static/portal.scss", {
  style: "compressed",
  sourceMap: false,
  loadPaths: [packages],
  quietDeps: true,
});
writeFileSync(`${build}/portal.css`, css);

const copied = {
  "latin-wght-normal": "source-sans",
  "latin-wght-italic": "source-sans-italic",
  "latin-ext-wght-normal": "source-sans-extended",
};
const fonts = `${packages}/@fontsource-variable/source-sans-3`;
for (const [from, to] of Object.entries(copied)) {
  cpSync(`${fonts}/files/source-sans-3-${from}.woff2`, `${build}/${to}.woff2`);
}
script("govuk-frontend/dist/govuk/govuk-frontend.min.js", "govuk-frontend.min.js");
script("accessible-autocomplete/dist/accessible-autocomplete.min.js", "autocomplete.min.js");
