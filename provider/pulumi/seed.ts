import * as pulumi from "@pulumi/pulumi";

/**
 * What tells a resource apart from all others of its kind, in every run: `project/stack/types of its parents/name`, as its
 * URN does. The name stands last.
 */
export function seedOf(name: string, parent: pulumi.Resource | undefined): string {
  const types: string[] = [];
  for (let at = parent as Family | undefined; at?.__pulumiType !== undefined; at = at.__parentResource) {
    // The stack itself is everybody's parent, said or not.
    if (at.__pulumiType !== "pulumi:pulumi:Stack") types.unshift(at.__pulumiType);
  }
  return [pulumi.getProject(), pulumi.getStack(), ...types, name].join("/");
}

/** The SDK knows these of every resource but does not declare them. */
interface Family {
  __pulumiType?: string;
  __parentResource?: Family;
}
