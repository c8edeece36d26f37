/* global document, HTMLInputElement, HTMLSelectElement, window */

// Runs in a page of the stand-in's accessible skin: what is to be seen there, by its markup.
window.eyes = (() => {
  const words = (element) => {
    const copy = element?.cloneNode(true);
    copy?.querySelectorAll(".addition, .required").forEach((part) => part.remove());
    return (copy?.textContent ?? "").trim().replace(/\s+/g, " ");
  };
  const seen = (control) => control.offsetParent !== null;
  const isBox = (control) => control instanceof HTMLInputElement && /checkbox|radio/.test(control.type);
  const chosen = (control) => words(control.selectedOptions[0]);
  return {
    /** Every box and list of the sections: where it stands, what it shows, and whether that is more than its first entry. */
    cells: () =>
      [...document.querySelectorAll("section")].flatMap((section) =>
        [...section.querySelectorAll("select, input[type=checkbox]")].filter(seen).map((control) => {
          const cell = control.closest("td");
          const row = cell ? words(cell.closest("tr").querySelector("th")) : words(control.labels?.[0]);
          const column = cell ? words(cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]) : "";
          const group = words(control.closest("fieldset")?.querySelector(":scope > legend"));
          return {
            path: [section.getAttribute("aria-label"), group, row, column].filter((part) => part !== "").join(" > "),
            value: isBox(control) ? "ticked" : chosen(control),
            granted: isBox(control) ? control.checked : control.selectedIndex > 0,
          };
        }),
      ),
    /** Label and content of every field. */
    fields: () =>
      [...document.querySelectorAll("input, select")]
        .filter((control) => seen(control) && control.labels?.[0])
        .map((control) => [
          words(control.labels[0]),
          isBox(control) ? control.checked : control instanceof HTMLSelectElement ? chosen(control) : control.value,
        ]),
  };
})();
