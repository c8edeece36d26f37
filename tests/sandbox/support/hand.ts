import type { Frame, Locator, Page } from "playwright-core";

/** How a person's hand finds things in each skin: by that skin's own markup. */
export interface Hand {
  button(at: Page | Frame, text: string): Locator;
  label(at: Page | Frame, text: string): Locator;
  input(at: Page | Frame, label: string): Locator;
  section(at: Page | Frame, title: string): Locator;
  choose(at: Page | Frame, label: string, text: string): Promise<void>;
  /** The list in a row and a column of the section Contracts. */
  contractsAdd(at: Page | Frame): Locator;
  menuItem(at: Page | Frame, text: string): Locator;
  newArrow(at: Page | Frame): Locator;
  tab(at: Page | Frame, title: string): Locator;
  /** The box left of a label. */
  box(at: Page | Frame, label: string): Locator;
  radio(at: Page | Frame, label: string): Locator;
  ticked(box: Locator): Promise<boolean>;
  /** The whole control of two lists under a label. */
  lists(at: Page | Frame, label: string): Locator;
  moveRight(lists: Locator): Locator;
  /** What a refused form says at its top. */
  summary(at: Page | Frame): Locator;
}

const mvc: Hand = {
  button: (at, text) => at.locator(`.Button2:has(> .Text2:text-is("${text}")):visible`),
  label: (at, text) => at.locator(`.EditorLabelContainer1:has(.PrimaryText:text-is("${text}")):visible`),
  input: (at, label) => mvc.label(at, label).locator("xpath=following-sibling::*[1]").locator("input.TextBox2"),
  section: (at, title) =>
    at.locator(`.CollapsibleSectionContainer > .HeadingContainer > .Left > .Text:text-is("${title}")`),
  choose: async (at, label, text) => {
    await mvc.label(at, label).locator("xpath=following-sibling::*[1]").locator(".SingleItemSelector2").click();
    await at.locator(`.ContextOverlay .Item:has(.Text:text-is("${text}"))`).click();
  },
  contractsAdd: (at) =>
    at.locator('.PermissionRow:has(> div:first-child:text-is("Contracts")) > div:nth-child(3) select'),
  menuItem: (at, text) => at.locator(`.ContextOverlay .Button2:has(.Text2:text-is("${text}")):visible`),
  newArrow: (at) => at.locator(".DropDownButton2 > .Button2").nth(1),
  tab: (at, title) => at.locator(`.TabBar .Button:has(> .Text:text-is("${title}"))`),
  box: (at, label) => at.locator(`.CheckBoxRow:has(.PrimaryText:text-is("${label}")):visible .Checkbox2`),
  radio: (at, label) => at.locator(`.CheckBoxRow:has(.PrimaryText:text-is("${label}")):visible .RadioButton2`),
  ticked: async (box) => (await box.locator(".TabIndexHack.Checked").count()) === 1,
  lists: (at, label) => mvc.label(at, label).locator("xpath=following-sibling::*[1]"),
  moveRight: (lists) => lists.locator(".Button2:has(.MoveRight)"),
  summary: (at) => at.locator(".ValidationSummary.Active .Message"),
};
const mvc2017: Hand = {
  button: (at, text) => at.locator(`a.Button:has(> .Text:text-is("${text}")):visible`),
  label: (at, text) => at.locator(`.EditorLabelContainer:has(label:text-is("${text}")):visible`),
  input: (at, label) => mvc2017.label(at, label).locator("xpath=following-sibling::*[1]").locator("input"),
  section: (at, title) => at.locator(`.Section > .Heading > .Text:text-is("${title}")`),
  choose: async (at, label, text) => {
    await mvc2017
      .label(at, label)
      .locator("xpath=following-sibling::*[1]")
      .locator("select")
      .selectOption({ label: text });
  },
  contractsAdd: (at) =>
    at.locator('.Edit_TableBodyRow:has(> .Edit_TwoCells:text-is("Contracts")) > div:nth-child(3) select'),
  menuItem: (at, text) => at.locator(`.ContextOverlay a.Button:has(.Text:text-is("${text}")):visible`),
  newArrow: (at) => at.locator(".DropDownArrow"),
  tab: (at, title) => at.locator(`.TabBar .Button:has(> .Text:text-is("${title}"))`),
  box: (at, label) => at.locator(`.CheckBoxLine:has(label:text-is("${label}")):visible input`),
  radio: (at, label) => at.locator(`.CheckBoxLine:has(label:text-is("${label}")):visible input`),
  ticked: (box) => box.isChecked(),
  lists: (at, label) => mvc2017.label(at, label).locator("xpath=following-sibling::*[1]"),
  moveRight: (lists) => lists.locator("a.MoveRight"),
  summary: (at) => at.locator(".ValidationSummary.Active .Message"),
};
/** A label with or without its asterisk or brackets. */
const exactly = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}( \\*)?( \\(.*\\))?$`);
const plain: Hand = {
  button: (at, text) => at.getByRole("button", { name: text, exact: true }),
  label: (at, text) => at.locator("label").filter({ hasText: exactly(text) }),
  input: (at, label) => at.getByLabel(exactly(label)).and(at.locator("input:visible")),
  section: (at, title) => at.getByRole("button", { name: title, exact: true }),
  choose: async (at, label, text) => {
    await at.getByLabel(exactly(label)).and(at.locator("select:visible")).selectOption({ label: text });
  },
  contractsAdd: (at) => at.locator('tr:has(> th[scope=row]:text-is("Contracts")) > td:nth-child(3) select'),
  menuItem: (at, text) => at.getByRole("menuitem", { name: text, exact: true }),
  newArrow: (at) => at.getByRole("button", { name: "More New" }),
  tab: (at, title) => at.getByRole("tab", { name: title }),
  box: (at, label) => at.getByRole("checkbox", { name: label }),
  radio: (at, label) => at.getByRole("radio", { name: label }),
  ticked: (box) => box.isChecked(),
  lists: (at, label) => at.getByRole("group", { name: label }),
  moveRight: (lists) => lists.getByRole("button", { name: "Add" }),
  summary: (at) => at.getByRole("alert").locator(".Message:visible"),
};

/** For the full resource form in its own markup; the lists around it are those of 2017. */
export const aspx: Hand = {
  ...mvc2017,
  button: (at, text) => at.locator(`atbutton:has(> span:text-is("${text}")):visible`),
  label: (at, text) => at.locator(`td.FieldLabels:has(> .lblNormalClass:text-is("${text}")):visible`),
  input: (at, label) => aspx.label(at, label).locator("input"),
  choose: async (at, label, text) => {
    await aspx.label(at, label).locator("select").selectOption({ label: text });
  },
  tab: (at, title) => at.locator(`.ATTabControl td:has(> .ATTabControlTabLabel:text-is("${title}"))`),
  box: (at, label) => at.locator(`td.ATCheckBox:has(label:text-is("${label}")):visible input`),
  radio: (at, label) => at.locator(`td.ATRadioButton:has(label:text-is("${label}")):visible input`),
  lists: (at, label) => aspx.label(at, label).locator(".ListMover"),
  moveRight: (lists) => aspx.button(lists as unknown as Page, ">"),
  summary: (at) => at.locator(".PageLevelInstructions.Active #errorSmall"),
};
/** A hand for each skin. */
export const hands: [skin: string, hand: Hand][] = [
  ["mvc", mvc],
  ["mvc-2017", mvc2017],
  ["plain", plain],
];
