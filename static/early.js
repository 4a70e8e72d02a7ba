// Says that JavaScript is on before anything is drawn, as govuk-frontend expects.
document.body.className +=
  " js-enabled" +
  ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
