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

const fonts = `${packages}/@fontsource-variable/source-sans-3`;
cpSync(`${fonts}/files/source-sans-3-latin-wght-normal.woff2`, `${build}/source-sans.woff2`);
cpSync(`${fonts}/files/source-sans-3-latin-wght-italic.woff2`, `${build}/source-sans-italic.woff2`);
script("govuk-frontend/dist/govuk/govuk-frontend.min.js", "govuk-frontend.min.js");
script("accessible-autocomplete/dist/accessible-autocomplete.min.js", "autocomplete.min.js");
