import { bottom, lineOf, middleX, right } from "../../browser/reading";
import type { Phrase } from "../../browser/scan";
import type { View } from "../../browser/screen";
import { likenessToAny } from "../../browser/words";
import { controlOf } from "./fields";
import { ACTIVE, FIELD, USER_TYPE } from "./words";

/** A line of the list of employees. What has no column of its own is absent. */
export interface ListedRow {
  userName: string;
  /** First and last name. */
  name: string;
  type?: string;
  active?: boolean;
}

const ON = /^(yes|active|true|enabled)$/i;
const OFF = /^(no|inactive|false|not active|disabled)$/i;
const EMPTY = /\bno (records?|items?|data|employees?|results?)\b|nothing (was )?found/i;

/**
 * The lines of the list by the heads of its columns, below the search form, whose labels are partly the same words.
 * `undefined`: no list can be made out.
 */
export function listedRows(view: View): ListedRow[] | undefined {
  const { scan } = view;
  const field = controlOf(view, FIELD.userName, "Employees");
  const floor = field ? bottom(field.box) : 0;
  const heads = scan.phrases
    .filter((one) => !one.tooltip && one.box.y > floor && likenessToAny(one.text, FIELD.userName) === 3)
    .map((one) => ({ one, columns: lineOf(scan, one) }))
    .sort((a, b) => b.columns.length - a.columns.length || b.one.box.y - a.one.box.y)[0];
  if (!heads || heads.columns.length < 3) return scan.phrases.some(({ text }) => EMPTY.test(text)) ? [] : undefined;
  const { one: first, columns } = heads;
  const isUnder = (cell: Phrase, names: readonly string[]) => likenessToAny(headOf(cell, columns).text, names) === 3;
  return scan.phrases.flatMap((cell): ListedRow[] => {
    const text = cell.text.trim();
    if (cell.tooltip || text === "" || /\s/.test(text) || cell.box.y < bottom(first.box) - 4) return [];
    if (columns.includes(cell) || !isUnder(cell, FIELD.userName)) return [];
    // The menu at the left stands on the same lines.
    if (first.row >= 0 && cell.row < 0) return [];
    if (right(cell.box) < first.box.x) return [];
    const line = lineOf(scan, cell);
    const under = (names: readonly string[]) => line.find((one) => one !== cell && isUnder(one, names))?.text.trim();
    const [email, state, type] = [under(FIELD.email), under(ACTIVE.slice(0, 2)), under(USER_TYPE)];
    const active = state === undefined ? undefined : ON.test(state) ? true : OFF.test(state) ? false : undefined;
    // The numbers of pages below the list stand in lines, too.
    if (!email?.includes("@") && active === undefined) return [];
    const name = [under(FIELD.firstName), under(FIELD.lastName)].filter((part) => part !== undefined).join(" ");
    return [
      { userName: text, name, ...(type === undefined ? {} : { type }), ...(active === undefined ? {} : { active }) },
    ];
  });
}

/** The head over a cell: the one whose edge or middle is nearest to the cell's. */
function headOf(cell: Phrase, columns: readonly Phrase[]): Phrase {
  const distance = ({ box }: Phrase) =>
    Math.min(
      Math.abs(box.x - cell.box.x),
      Math.abs(middleX(box) - middleX(cell.box)),
      Math.abs(right(box) - right(cell.box)),
    );
  return [...columns].sort((a, b) => distance(a) - distance(b))[0]!;
}
