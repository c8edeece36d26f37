import { readSettings } from "../../pulumi/config";
import type { Io } from "../io";

export async function examine(io: Io): Promise<void> {
  readSettings({ get: () => undefined }, io.env);
  io.out("The configuration is complete.");
}
