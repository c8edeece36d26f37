import type * as pulumi from "@pulumi/pulumi";

/** The arguments of a resource as a program writes them: each may be an output of another resource. */
export type ArgsOf<Plain> = { [K in keyof Plain]: pulumi.Input<Plain[K]> };
