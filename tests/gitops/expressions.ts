import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** Expressions of workflows, read by GitHub's own library. */

export type Context = Record<string, unknown>;

/** How the steps or jobs before have gone, which `success()` and its like ask for. */
export type Status = "success" | "failure" | "cancelled";

const STATUS_FUNCTIONS = ["always", "success", "failure", "cancelled"];

function evaluate(text: string, context: Context, status: Status): data.ExpressionData {
  const functions = STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(name === "always" || name === status),
  }));
  const { tokens } = new Lexer(text).lex();
  const parsed = new Parser(tokens, Object.keys(context), functions).parse();
  const values = JSON.parse(JSON.stringify(context), data.reviver) as data.Dictionary;
  return new Evaluator(parsed, values, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

/** A text with its `${{ ... }}` filled in. */
export function fill(text: unknown, context: Context, status: Status): string {
  return String(text).replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, context, status).coerceString(),
  );
}

/** Whether an `if` lets its job or step run. Without a function that asks for it, all before must have gone well. */
export function holds(condition: unknown, context: Context, status: Status): boolean {
  const text = condition === undefined ? "success()" : String(condition).replace(/^\$\{\{(.*)\}\}$/s, "$1");
  const asks = new RegExp(`\\b(${STATUS_FUNCTIONS.join("|")})\\s*\\(`).test(text);
  const value = evaluate(asks ? text : `success() && (${text})`, context, status);
  return value.kind === data.Kind.Boolean ? (value as data.BooleanData).value : value.coerceString() !== "";
}
