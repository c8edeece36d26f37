import { labelsOf } from "../../provider/browser/reading";
import type { Control, Phrase, Scan } from "../../provider/browser/scan";

const phrase = (text: string, x: number, y: number, more: Partial<Phrase> = {}): Phrase => ({
  text,
  box: { x, y, w: text.length * 7, h: 16 },
  el: 0,
  target: -1,
  button: false,
  layer: -1,
  row: -1,
  size: 13,
  bold: false,
  disabled: false,
  covered: false,
  tooltip: false,
  order: 0,
  ...more,
});

const field: Control = {
  kind: "select",
  box: { x: 300, y: 500, w: 150, h: 24 },
  el: 1,
  target: 1,
  tied: [],
  hint: "",
  value: "All",
  checked: null,
  options: ["None", "All"],
  disabled: false,
  readOnly: false,
  covered: false,
  layer: -1,
  row: -1,
  order: 1,
  drawn: false,
};

const scan = (phrases: Phrase[], control: Control): Scan => ({
  url: "",
  title: "",
  width: 1440,
  height: 1000,
  phrases,
  controls: [control],
  dialogs: [],
  inside: [],
  stars: [],
  icons: [],
  busy: "",
});

test("a toolbar that stays while the page scrolls names no field beside which it happens to stand", () => {
  const label = phrase("Expenses", 40, 504);
  const save = (layer: number) => phrase("Save", 250, 504, { layer });
  const nearest = (layer: number) => {
    const control = { ...field };
    return labelsOf(scan([label, save(layer)], control), control)[0];
  };
  expect(nearest(7)).toBe("Expenses");
  expect(nearest(-1)).toBe("Save");
});

test("words on a button above a field are not its label", () => {
  const label = phrase("Username (Key)", 180, 504);
  const button = (isButton: boolean) => phrase("Generate Key", 300, 476, { target: 2, button: isButton });
  const nearest = (isButton: boolean) => {
    const control = { ...field };
    return labelsOf(scan([label, button(isButton)], control), control)[0];
  };
  expect(nearest(true)).toBe("Username (Key)");
  expect(nearest(false)).toBe("Generate Key");
});

test("what stands in an empty field names it only when nothing else does", () => {
  const alone = { ...field, kind: "text" as const, hint: "Search" };
  expect(labelsOf(scan([], alone), alone)).toEqual(["Search"]);
  const labelled = { ...alone };
  expect(labelsOf(scan([phrase("Name", 240, 504)], labelled), labelled)).toEqual(["Name", "Search"]);
});

test("a label that is set flush right above its field names it, also with a help sign behind", () => {
  const control: Control = { ...field, kind: "picker", box: { x: 250, y: 320, w: 420, h: 32 } };
  const label = phrase("Department", 570, 298);
  const sign = phrase("Departments are kept elsewhere.", 653, 298, { tooltip: true });
  expect(labelsOf(scan([label, sign], control), control)[0]).toBe("Department");
});
