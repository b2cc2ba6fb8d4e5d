/* Work in portions: while the page shows the form that takes the next one, it is sent by itself. Without scripts one
   clicks. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-go-on]");
  if (form) form.requestSubmit();
})();
