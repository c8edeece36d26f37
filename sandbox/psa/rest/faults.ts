import type { FastifyReply } from "fastify";
import type { Switches } from "../../switches";
import type { PsaPosition } from "../switches";
import { failure, securityError, spelt } from "./envelope";

export type Kind = Exclude<PsaPosition<"psaFaultOn">, "all">;

const page =
  "<!DOCTYPE html><html><head><title>Service Unavailable</title></head>" +
  "<body><h1>The service is temporarily unavailable</h1></body></html>";

/** Answers in place of the call when the switches say so, and then answers true. */
export function brokenAnswer(reply: FastifyReply, kind: Kind, switches: Switches): boolean {
  const fault = switches.get("psaFault");
  const on = switches.get("psaFaultOn");
  if (fault === "none" || (on !== "all" && on !== kind)) return false;
  const json = (message: string, details: string, code: number) =>
    JSON.stringify(spelt(failure({ code, message, details }), switches.get("psaCase")));
  reply.header("content-type", "application/json; charset=utf-8");
  switch (fault) {
    case "html":
    case "500":
      void reply
        .code(fault === "500" ? 500 : 200)
        .type("text/html")
        .send(page);
      return true;
    case "empty":
      void reply.header("content-length", "0").send();
      return true;
    case "truncated":
      void reply.send('{"success":true,"error":null,"result":[{"id":10');
      return true;
    case "failure":
      void reply.send(json("Unexpected Error", "An unexpected error has occurred.", 978500));
      return true;
    case "unauthorized":
      void reply.code(401).send(json("Security Error", "You are not authorized.", securityError));
      return true;
  }
}
