/** Admin > Security > Roles: the list, and a role with its permissions. */
import type { Switches } from "../../../switches";
import type { PsaTenant, SecurityRole } from "../../model";
import type { RoleForm } from "../../rules";
import { permissionSections } from "../../words";
import type { Button, Page, PermissionSection } from "../page";
import type { Posted } from "../posted";
import { routes } from "../routes";

export function rolesPage(tenant: PsaTenant, page: number, switches: Switches): Page {
  const size = Number(switches.get("psaGridPage"));
  const roles = tenant.securityRoles;
  const pages = Math.max(1, Math.ceil(roles.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    title: "Roles",
    trail: [{ text: "Home", url: routes.home }],
    module: "Admin",
    action: routes.roles,
    toolbar: [{ id: "ctl00_phMenu_ctrlToolBar_btn_new", text: "New (N)", icon: "plus", href: routes.role }],
    blocks: [
      {
        kind: "grid",
        grid: {
          columns: ["Name", "Description", "Role Type", "System", "Active"],
          linked: 0,
          boxes: false,
          page: shown,
          pages,
          total: roles.length,
          opens: switches.get("psaRowOpen"),
          rows: roles.slice((shown - 1) * size, shown * size).map((role) => ({
            id: String(role.id),
            url: `${routes.role}?ID=${role.id}`,
            cells: [role.name, role.description, typeOf(role), role.system ? "Yes" : "No", role.active ? "Yes" : "No"],
            menu: [{ text: "Edit", target: "", argument: "", href: `${routes.role}?ID=${role.id}` }],
          })),
        },
      },
    ],
    state: { kind: "roles", page: shown },
  };
}

const typeOf = (role: Pick<SecurityRole, "external">): string => (role.external ? "External" : "Internal");

export interface RolePageArgs {
  /** Stored record; undefined for a new one. */
  role?: SecurityRole;
  form: RoleForm;
  tab: "General" | "Permissions";
  open: string[];
  error?: { field: string; text: string };
  switches: Switches;
}

const rights = ["view", "modify", "delete"] as const;
const rightNames = { view: "View", modify: "Modify", delete: "Delete" } as const;
/** Name under which a box of the permissions posts. */
const boxName = (section: string, module: string, right: string) => `perm:${section} > ${module}:${right}`;
const apiAccessBox = "special:Has API Access";

export function rolePage(args: RolePageArgs): Page {
  const { role, form, switches } = args;
  const disabled = role?.system === true && switches.get("psaSystemRoles") === "readOnly";
  const save: Button[] = disabled
    ? []
    : [{ id: "ctl00_phMenu_btnSave", text: "Save (S)", icon: "check", validates: true }];
  const id = role === undefined ? "" : `?ID=${role.id}`;
  const tabs = (["General", "Permissions"] as const).map((name) => ({ name, text: name, selected: name === args.tab }));
  return {
    title: "New Role",
    trail: [
      { text: "Home", url: routes.home },
      { text: "Roles", url: routes.roles },
    ],
    module: "Admin",
    action: routes.role + id,
    toolbar: [...save, { id: "ctl00_phMenu_btnCancel", text: "Cancel (C)", icon: "minus", href: routes.roles }],
    ...(role === undefined ? {} : { tabs }),
    blocks:
      args.tab === "General"
        ? [
            {
              kind: "fields",
              fields: [
                {
                  kind: "text",
                  name: "Name",
                  label: "Name",
                  required: true,
                  value: form.name,
                  disabled,
                  ...(args.error?.field === "name" ? { error: args.error.text } : {}),
                },
                { kind: "text", name: "Description", label: "Description", value: form.description, disabled },
                {
                  kind: "list",
                  name: "RoleType",
                  label: "Role Type",
                  required: true,
                  value: typeOf(form),
                  options: ["Internal", "External"].map((text) => ({ value: text, text })),
                  disabled: disabled || role !== undefined,
                },
              ],
            },
          ]
        : [{ kind: "permissions", sections: sectionsOf(role!, args.open, disabled) }],
    ...(args.error === undefined ? {} : { summary: [args.error.text] }),
    state: { kind: "role", id: role?.id ?? null, tab: args.tab, open: args.open },
  };
}

function sectionsOf(role: SecurityRole, open: string[], disabled: boolean): PermissionSection[] {
  return Object.entries(permissionSections).map(([title, modules]) => ({
    title,
    open: open.includes(title),
    disabled,
    all: [
      { name: `viewAll:${title}`, label: "Allow View All", value: role.viewAll.includes(title) },
      { name: `modifyAll:${title}`, label: "Allow Modify All", value: role.modifyAll.includes(title) },
    ],
    rows: modules.map((module) => ({
      module,
      boxes: rights.map((right) => ({
        name: boxName(title, module, right),
        label: rightNames[right],
        value: role.rights[`${title} > ${module}`]?.[right] ?? false,
      })),
    })),
    special: title === "Admin" ? [{ name: apiAccessBox, label: "Has API Access", value: role.hasApiAccess }] : [],
  }));
}

/** What the boxes of the open sections say; those of closed sections stay. */
export function readPermissions(
  posted: Posted,
  role: SecurityRole,
  open: string[],
): Pick<SecurityRole, "rights" | "viewAll" | "modifyAll" | "hasApiAccess"> {
  const result = {
    rights: { ...role.rights },
    viewAll: [...role.viewAll],
    modifyAll: [...role.modifyAll],
    hasApiAccess: role.hasApiAccess,
  };
  for (const section of open) {
    for (const module of permissionSections[section] ?? []) {
      const [view, modify, remove] = rights.map((right) => posted.box(boxName(section, module, right)));
      result.rights[`${section} > ${module}`] = { view: view!, modify: modify!, delete: remove! };
    }
    const put = (list: "viewAll" | "modifyAll") => {
      result[list] = result[list].filter((name) => name !== section);
      if (posted.box(`${list}:${section}`)) result[list].push(section);
    };
    put("viewAll");
    put("modifyAll");
    if (section === "Admin") result.hasApiAccess = posted.box(apiAccessBox);
  }
  return result;
}
