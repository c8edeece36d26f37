/** Add API User and Edit API User. */
import type { Tenant, User } from "../../model";
import type { Button, Page, Piece } from "../page";
import { formats, fullKey, offeredLevels } from "../../rules";
import type { ApiUserForm } from "../../rules";
import type { Position } from "../switches";
import type { Era } from "../words";

export interface UserPageArgs {
  /** Absent: a new user. */
  user?: User;
  tenant: Tenant;
  era: Era;
  /** The form of the older generation also offers None. */
  offersNone: boolean;
  lineOfBusiness: boolean;
  customIdentifierVisible: boolean;
  urls: { save: string; back: string; key: string; secret: string; identifier: string; redact: string };
}

const lines = (values: readonly string[]) => values.map((v) => ({ value: v, text: v }));

/** The sections below one another, folded at first, or each on a tab. */
export const inParts = (page: Page, parts: Position<"formParts">): Page => {
  if (parts === "sections") return page;
  const sections = page.sections ?? [];
  if (parts === "folded") return { ...page, sections: sections.map((section) => ({ ...section, closed: true })) };
  const tabs = sections.map((section) => ({ title: section.title, sections: [section] }));
  return { ...page, sections: undefined, tabs };
};

export const userPage = (a: UserPageArgs): Page => {
  const { user: u, tenant: t } = a;
  // Active API-only levels in alphabetical order, and the one the user is on.
  const levels = offeredLevels(t, u?.levelId);
  const home = t.locations.find((l) => l.isDefault) ?? t.locations[0];
  const assigned = u?.tracking ?? null;
  const kind = assigned?.kind ?? (u && a.offersNone ? "none" : "vendor");
  const locked = assigned !== null;
  const upper = a.era === "features";
  const title = (s: string): string => (upper ? s.toUpperCase() : s);
  const secret: Piece[] = [
    {
      kind: "press",
      button: { text: "Generate Secret", icon: "Refresh", act: { do: "fill", url: a.urls.secret } },
    },
    {
      kind: "text",
      name: "secret",
      label: "Password (Secret)",
      required: true,
      value: "",
      shownWhen: u ? { name: "secretShown", value: "yes" } : undefined,
    },
  ];
  if (u)
    secret.push({
      kind: "fixed",
      label: "Password (Secret)",
      text: 'Click "Generate Secret" for a new password.',
      shownWhen: { name: "secretShown", value: "" },
    });
  const toolbar: Button[] = [
    { text: "Save & Close", icon: "Save", act: { do: "save", close: true } },
    { text: "Cancel", icon: "Cancel", act: { do: "cancel" } },
  ];
  if (u)
    toolbar.push({
      text: "Erase (Redact)",
      act: {
        do: "post",
        url: a.urls.redact,
        question: "Erase this resource's personal data? This cannot be undone.",
        close: true,
      },
    });
  return {
    title: title(u ? "Edit API User" : "Add API User"),
    secondary: u ? `${u.firstName} ${u.lastName}` : undefined,
    toolbar,
    sections: [
      {
        title: title("General"),
        columns: [
          [
            { kind: "text", name: "firstName", label: "First Name", required: true, value: u?.firstName ?? "" },
            { kind: "text", name: "lastName", label: "Last Name", required: true, value: u?.lastName ?? "" },
            { kind: "text", name: "email", label: "Email Address", required: true, value: u?.email ?? "" },
            { kind: "check", name: "active", label: "Active", value: u?.active ?? true },
            { kind: "check", name: "locked", label: "Locked", value: u?.locked ?? false },
          ],
          [
            {
              kind: "list",
              name: "levelId",
              label: "Security Level",
              required: true,
              value: u ? String(u.levelId) : "",
              options: [{ value: "", text: "" }, ...levels.map((l) => ({ value: String(l.id), text: l.name }))],
            },
            {
              kind: "list",
              name: "dateFormat",
              label: "Date Format",
              value: u?.dateFormat ?? "MM/dd/yyyy",
              options: lines(formats.date),
            },
            {
              kind: "list",
              name: "timeFormat",
              label: "Time Format",
              value: u?.timeFormat ?? "hh:mm a",
              options: lines(formats.time),
            },
            {
              kind: "list",
              name: "numberFormat",
              label: "Number Format",
              value: u?.numberFormat ?? "X,XXX.XX",
              options: lines(formats.number),
            },
            {
              kind: "list",
              name: "locationId",
              label: "Primary Internal Location",
              required: true,
              value: String(u?.locationId ?? home?.id ?? ""),
              options: [{ value: "", text: "" }, ...t.locations.map((l) => ({ value: String(l.id), text: l.name }))],
            },
          ],
        ],
      },
      {
        title: title("Credentials"),
        columns: [
          [
            { kind: "press", button: { text: "Generate Key", icon: "Refresh", act: { do: "fill", url: a.urls.key } } },
            {
              kind: "text",
              name: "key",
              label: "Username (Key)",
              required: true,
              value: u ? fullKey(t, u) : "",
            },
          ],
          secret,
        ],
      },
      {
        title: title("API Tracking Identifier"),
        columns: [
          [
            {
              kind: "note",
              // The vendor's page has "user" where "use" is meant; the older form does not.
              text: `API version 1.6 & later require the ${upper ? "use" : "user"} of an API tracking identifier. Once assigned, this cannot be changed.`,
            },
            {
              kind: "radio",
              name: "trackingKind",
              value: kind,
              disabled: locked,
              fill: locked ? undefined : { value: "custom", url: a.urls.identifier },
              options: [
                { value: "vendor", label: "Integration Vendor" },
                { value: "custom", label: "Custom (Internal Integration)" },
                ...(a.offersNone ? [{ value: "none", label: "None" }] : []),
              ],
            },
            {
              kind: "list",
              name: "vendorId",
              label: "Integration Vendor",
              required: true,
              disabled: locked,
              shownWhen: { name: "trackingKind", value: "vendor" },
              value: assigned?.kind === "vendor" ? String(assigned.vendorId) : "",
              options: [{ value: "", text: "" }, ...t.vendors.map((v) => ({ value: String(v.id), text: v.name }))],
            },
            {
              kind: "text",
              name: "integrationName",
              label: "Internal Integration Name",
              required: true,
              disabled: locked,
              shownWhen: { name: "trackingKind", value: "custom" },
              value: assigned?.kind === "custom" ? assigned.name : "",
            },
            {
              kind: "text",
              name: "identifier",
              label: "Tracking Identifier",
              readOnly: true,
              disabled: locked,
              shownWhen: { name: "trackingKind", value: "custom" },
              value: assigned?.kind === "custom" && a.customIdentifierVisible ? assigned.identifier : "",
            },
          ],
        ],
      },
      ...(a.lineOfBusiness
        ? [
            {
              title: title("Line of Business"),
              columns: [
                [
                  {
                    kind: "mover" as const,
                    name: "lineOfBusiness",
                    label: "Line of Business",
                    left: "Available",
                    right: "Associated",
                    options: t.linesOfBusiness.map((l) => ({ value: String(l.id), text: l.name })),
                    value: (u?.lineOfBusiness ?? []).map(String),
                  },
                  {
                    kind: "check" as const,
                    name: "seesUnassigned",
                    label: "Resource can view items with no assigned Line of Business",
                    value: u?.seesUnassignedLineOfBusiness ?? true,
                  },
                ],
              ],
            },
          ]
        : []),
    ],
    saveUrl: a.urls.save,
    backUrl: a.urls.back,
  };
};

type FieldError = { field: string; label: string; message: string };

/** Reads the posted form. `user` is the stored one when editing. */
export const readUserForm = (v: Record<string, unknown>, user?: User): { form: ApiUserForm; errors: FieldError[] } => {
  const errors: FieldError[] = [];
  const text = (name: string): string => {
    const value = v[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const required = (field: string, label: string): string => {
    if (!text(field)) errors.push({ field, label, message: "Required" });
    return text(field);
  };
  const firstName = required("firstName", "First Name");
  const lastName = required("lastName", "Last Name");
  const email = required("email", "Email Address");
  const levelId = Number(required("levelId", "Security Level"));
  const locationId = Number(required("locationId", "Primary Internal Location"));
  const key = required("key", "Username (Key)");
  const secret = text("secret");
  if (!user && !secret) errors.push({ field: "secret", label: "Password (Secret)", message: "Required" });
  let tracking: ApiUserForm["tracking"] = user?.tracking ?? null;
  if (!tracking && text("trackingKind") === "vendor") {
    const vendorId = Number(text("vendorId"));
    if (vendorId) tracking = { kind: "vendor", vendorId };
    else errors.push({ field: "vendorId", label: "Integration Vendor", message: "Required" });
  } else if (!tracking && text("trackingKind") === "custom") {
    const name = required("integrationName", "Internal Integration Name");
    const identifier = required("identifier", "Tracking Identifier");
    tracking = { kind: "custom", name, identifier };
  }
  const associated = Array.isArray(v.lineOfBusiness) ? v.lineOfBusiness.map(Number) : (user?.lineOfBusiness ?? []);
  return {
    form: {
      firstName,
      lastName,
      email,
      active: v.active === true,
      locked: v.locked === true,
      levelId,
      dateFormat: text("dateFormat"),
      timeFormat: text("timeFormat"),
      numberFormat: text("numberFormat"),
      locationId,
      userName: key,
      secret,
      tracking,
      lineOfBusiness: associated,
      seesUnassignedLineOfBusiness:
        typeof v.seesUnassigned === "boolean" ? v.seesUnassigned : (user?.seesUnassignedLineOfBusiness ?? true),
    },
    errors,
  };
};
