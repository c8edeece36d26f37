import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../support/build";

/** What a user copies. */
export const TEMPLATES = join(root, "examples", "gitops", ".github", "workflows");

export interface WorkflowStep {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  shell?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
  "continue-on-error"?: boolean;
}

export interface WorkflowJob {
  name: string;
  if?: string;
  needs?: string | string[];
  environment?: string;
  permissions?: Record<string, string>;
  outputs?: Record<string, string>;
  "runs-on": string;
  "timeout-minutes"?: number;
  steps: WorkflowStep[];
}

export interface Workflow {
  name: string;
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  env?: Record<string, string>;
  jobs: Record<string, WorkflowJob>;
}

export const files = (): string[] => readdirSync(TEMPLATES).sort();
export const textOf = (file: string): string => readFileSync(join(TEMPLATES, file), "utf8");
// YAML 1.2, in which `on` is a word and not a truth value; GitHub reads it so too.
export const workflowOf = (file: string): Workflow => parse(textOf(file)) as Workflow;
