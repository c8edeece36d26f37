import { answerQuestion, inThisTerminal, openQuestions } from "../../browser/askCode";
import { PsaError } from "../../errors";
import type { Io } from "../io";

/** Asks the person here for what a run elsewhere waits for. */
export async function runCode(io: Io): Promise<void> {
  const [question, ...others] = await openQuestions(io.env);
  if (!question)
    throw new PsaError(
      "not-found",
      "No run on this machine waits for a code.",
      "Start one first; it says when it does.",
    );
  const ask = inThisTerminal(io.env);
  const typed = await ask({ ...question, remedy: "Run psa code in a terminal." });
  if (!(await openQuestions(io.env)).some(({ id }) => id === question.id))
    throw new PsaError("unavailable", "The run does not wait any more.", "Start it again.");
  await answerQuestion(question, typed, io.env);
  io.out(`Handed to process ${question.pid}.${others.length > 0 ? ` ${others.length} more wait: psa code.` : ""}`);
}
