import type { IncomingMessage } from "node:http";
import { highest, lowest, type Store, type User } from "./store";
import type { Traits } from "./traits";

/** What the REST side answers: `body` undefined means an empty body. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const LICENSES = [
  "Administrator",
  "Executive",
  "Professional",
  "Team Member",
  "Time & Attendance Only",
  "Dashboard User",
  "API User",
  "Contractor",
  "Co-Managed Help Desk",
];

/** Which cells of a level stand behind an entity: section, object. */
const BEHIND: Record<string, [string, string]> = {
  Contracts: ["Contracts", "Contracts"],
  Contacts: ["CRM", "Contacts"],
  Opportunities: ["CRM", "Opportunities & Quotes"],
  Quotes: ["CRM", "Opportunities & Quotes"],
  SalesOrders: ["CRM", "Sales Orders"],
  ConfigurationItems: ["CRM", "Configuration Items & Subscriptions"],
  Subscriptions: ["CRM", "Configuration Items & Subscriptions"],
  CompanyNotes: ["CRM", "Notes"],
  CompanyToDos: ["CRM", "To-Dos"],
  CompanyAttachments: ["CRM", "Attachments"],
  Products: ["Inventory", "Products"],
  InventoryItems: ["Inventory", "Inventory Items"],
  InventoryLocations: ["Inventory", "Inventory Locations"],
  PurchaseOrders: ["Inventory", "Purchase Orders"],
  Projects: ["Projects", "Client & Internal"],
  Tickets: ["Service Desk", "Tickets"],
  TicketNotes: ["Service Desk", "Ticket Notes"],
  TicketCharges: ["Service Desk", "Charges"],
  ServiceCalls: ["Service Desk", "Service Calls"],
  ExpenseReports: ["Service Desk", "Expenses"],
};

interface Field {
  name: string;
  dataType: string;
  length: number;
  isRequired: boolean;
  isReadOnly: boolean;
  list?: () => { value: string; label: string; active: boolean; system: boolean }[];
}

/** The REST side of the tenant: what the vendor documents of Resources and the calls around it. */
export function rest(store: Store, traits: Traits, origin: () => string) {
  const failure = (status: number, text: string): Answer => ({ status, body: { errors: [text] } });
  const list = (labels: string[]) => () =>
    labels.map((label) => ({ value: label, label, active: true, system: false }));

  const FIELDS: Field[] = [
    ["id", "long", 0, true, true],
    ["firstName", "string", 50, true, false],
    ["lastName", "string", 50, true, false],
    ["title", "string", 50, false, false],
    ["email", "string", 254, true, false],
    ["officePhone", "string", 25, false, false],
    ["isActive", "boolean", 0, true, false],
    ["userName", "string", 32, true, false],
  ].map(
    ([name, dataType, length, isRequired, isReadOnly]) => ({ name, dataType, length, isRequired, isReadOnly }) as Field,
  );
  FIELDS.push(
    {
      name: "userType",
      dataType: "integer",
      length: 0,
      isRequired: true,
      isReadOnly: true,
      list: () =>
        store.levels.map((level) => ({
          value: String(level.id),
          label: level.name,
          active: level.active,
          system: level.system,
        })),
    },
    {
      name: "licenseType",
      dataType: "integer",
      length: 0,
      isRequired: true,
      isReadOnly: true,
      list: () => LICENSES.map((label, index) => ({ value: String(index + 1), label, active: true, system: true })),
    },
    {
      name: "locationID",
      dataType: "integer",
      length: 0,
      isRequired: true,
      isReadOnly: true,
      list: () =>
        store.locations.map((one) => ({ value: String(one.id), label: one.name, active: true, system: false })),
    },
    {
      name: "dateFormat",
      dataType: "string",
      length: 20,
      isRequired: false,
      isReadOnly: true,
      list: list(["MM/dd/yyyy"]),
    },
    {
      name: "timeFormat",
      dataType: "string",
      length: 20,
      isRequired: false,
      isReadOnly: true,
      list: list(["hh:mm a"]),
    },
    {
      name: "numberFormat",
      dataType: "string",
      length: 20,
      isRequired: true,
      isReadOnly: false,
      list: list(["X,XXX.XX", "X.XXX,XX"]),
    },
    { name: "payrollType", dataType: "integer", length: 0, isRequired: true, isReadOnly: false },
    { name: "resourceType", dataType: "string", length: 15, isRequired: true, isReadOnly: false },
  );

  const onWire = (user: User): Record<string, unknown> => ({
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    title: user.title || null,
    email: user.email,
    officePhone: user.officePhone || null,
    isActive: user.active,
    userName: traits.userNameOnWire === "whole" ? user.userName : user.userName.split("@")[0],
    userType: user.levelId,
    licenseType: user.licenseType,
    locationID: user.locationId,
    dateFormat: user.dateFormat,
    timeFormat: user.timeFormat,
    numberFormat: user.numberFormat,
    payrollType: 1,
    resourceType: "Employee",
  });

  const cellsOf = (user: User) => store.levels.find((level) => level.id === user.levelId)?.cells ?? {};
  const value = (user: User, section: string, name: string, action: string) => {
    const cell = store.cells.find((one) => one.section === section && one.name === name && one.action === action);
    if (!cell) return 0;
    const set = cellsOf(user)[cell.id] ?? lowest(cell);
    if (cell.fixed) return cellsOf(user)[cell.id.replace(/Edit$/, "Add")] === "Yes" ? 1 : 0;
    if (set === highest(cell)) return 1;
    return set === lowest(cell) && ["None", "No"].includes(set) ? 0 : 2;
  };
  const hr = (user: User) => (value(user, "Admin", "Resources/Users (HR)", "") === 1 ? 1 : 0);
  const spell = (number: number) =>
    traits.access === "numbers"
      ? number
      : traits.access === "words"
        ? ["None", "All", "Restricted"][number]
        : String(number);

  function info(entity: string, user: User) {
    const behind = BEHIND[entity];
    const of = (action: string) => (behind ? value(user, behind[0], behind[1], action) : 0);
    let access = [of("Add"), of("Delete"), of("View"), of("Edit")];
    let can = [true, true, true, true];
    if (entity === "Resources")
      [access, can] = [
        [0, 0, 1, hr(user)],
        [false, false, true, true],
      ];
    if (entity === "InternalLocations" || entity === "Departments" || entity === "Roles")
      [access, can] = [
        [0, 0, 1, 0],
        [entity !== "InternalLocations", false, true, entity !== "InternalLocations"],
      ];
    if (entity === "Companies") {
      const reach = store.cells.filter(
        (cell) => cell.section === "CRM" && cell.subsection === "Organization & Contact Access",
      );
      const seen = reach.map((cell) => cellsOf(user)[cell.id] ?? "None");
      access = [
        value(user, "CRM", "Organizations", "Add"),
        value(user, "CRM", "Organizations", "Delete"),
        seen.every((one) => one === "None") ? 0 : seen.every((one) => one === "All") ? 1 : 2,
        value(user, "CRM", "Organizations", "Edit"),
      ];
    }
    const [add, remove, view, edit] = access.map(spell);
    return {
      name: entity,
      canCreate: can[0],
      canDelete: can[1],
      canQuery: can[2],
      canUpdate: can[3],
      userAccessForCreate: add,
      userAccessForDelete: remove,
      userAccessForQuery: view,
      userAccessForUpdate: edit,
      hasUserDefinedFields: false,
      supportsWebhookCallouts: entity === "Resources",
    };
  }
  const entities = () =>
    [...Object.keys(BEHIND), "Companies", "Resources", "InternalLocations", "Departments", "Roles"].sort();

  interface Filter {
    op: string;
    field?: string;
    value?: unknown;
    items?: Filter[];
  }
  const lower = (given: unknown): Record<string, unknown> =>
    Object.fromEntries(Object.entries((given ?? {}) as object).map(([key, one]) => [key.toLowerCase(), one]));

  function matches(row: Record<string, unknown>, given: Filter): boolean {
    const filter = lower(given) as unknown as Filter;
    const op = String(filter.op).toLowerCase();
    if (op === "and") return (filter.items ?? []).every((one) => matches(row, one));
    if (op === "or") return (filter.items ?? []).some((one) => matches(row, one));
    const key = Object.keys(row).find((one) => one.toLowerCase() === String(filter.field).toLowerCase());
    if (!key) throw failure(500, `Unable to find ${String(filter.field)} in the Resource Entity.`);
    const have = row[key];
    const same = (a: unknown, b: unknown) => String(a ?? "").toLowerCase() === String(b ?? "").toLowerCase();
    const text = String(have ?? "").toLowerCase();
    const wanted = String(filter.value ?? "").toLowerCase();
    const order = typeof have === "number" ? have - Number(filter.value) : text.localeCompare(wanted);
    switch (op) {
      case "eq":
        return same(have, filter.value);
      case "noteq":
        return !same(have, filter.value);
      case "gt":
        return order > 0;
      case "gte":
        return order >= 0;
      case "lt":
        return order < 0;
      case "lte":
        return order <= 0;
      case "beginswith":
        return text.startsWith(wanted);
      case "endswith":
        return text.endsWith(wanted);
      case "contains":
        return text.includes(wanted);
      case "exist":
        return have !== null;
      case "notexist":
        return have === null;
      case "in":
        return (filter.value as unknown[]).some((one) => same(have, one));
      case "notin":
        return !(filter.value as unknown[]).some((one) => same(have, one));
      default:
        throw failure(500, `Operator ${op} is not known.`);
    }
  }

  function query(
    rows: Record<string, unknown>[],
    search: unknown,
    address: string,
    page: number,
    countOnly: boolean,
  ): Answer {
    const asked = lower(search);
    const filters = asked.filter as Filter[] | undefined;
    if (!Array.isArray(filters) || !filters.length) return failure(500, "A filter is required.");
    const most = Number(asked.maxrecords ?? 500);
    if (!(most >= 1 && most <= 500)) return failure(500, "MaxRecords must be between 1 and 500.");
    const found = rows.filter((row) => filters.every((filter) => matches(row, filter)));
    if (countOnly) return { status: 200, body: { queryCount: found.length } };
    const wanted = (asked.includefields as string[] | undefined)?.map((one) => one.toLowerCase());
    const unknown = wanted?.find((one) => rows[0] && !Object.keys(rows[0]).some((key) => key.toLowerCase() === one));
    if (unknown) return failure(500, `Unable to find ${unknown} in the Resource Entity.`);
    const items = found
      .slice(page * most, (page + 1) * most)
      .map((row) =>
        wanted ? Object.fromEntries(Object.entries(row).filter(([key]) => wanted.includes(key.toLowerCase()))) : row,
      );
    const link = (number: number) =>
      `${origin()}${address}?search=${encodeURIComponent(JSON.stringify(search))}&page=${number}`;
    return {
      status: 200,
      body: {
        items,
        pageDetails: {
          count: items.length,
          requestCount: most,
          prevPageUrl: page > 0 ? link(page - 1) : null,
          nextPageUrl: (page + 1) * most < found.length ? link(page + 1) : null,
        },
      },
    };
  }

  function patch(caller: User, body: unknown): Answer {
    const sent = lower(body);
    if (hr(caller) !== 1)
      return failure(500, "The logged in Resource does not have the adequate permissions to update this entity.");
    const user = store.users.find((one) => one.id === Number(sent.id));
    if (!user) return failure(500, "No matching records found.");
    for (const key of Object.keys(sent)) {
      const field = FIELDS.find((one) => one.name.toLowerCase() === key);
      if (!field) return failure(500, `Unable to find ${key} in the Resource Entity.`);
      if (field.isReadOnly && key !== "id")
        return failure(500, `Field ${field.name} is read-only and cannot be updated.`);
    }
    const delicate = user.licenseType === 7 && ("isactive" in sent || "username" in sent);
    if (delicate && traits.patchActive === "refused")
      return failure(500, "An API-only resource must be managed in the user interface.");
    const set = (key: string, to: (value: unknown) => void) => key in sent && to(sent[key]);
    set("firstname", (one) => (user.firstName = String(one)));
    set("lastname", (one) => (user.lastName = String(one)));
    set("email", (one) => (user.email = String(one)));
    set("title", (one) => (user.title = String(one ?? "")));
    set("officephone", (one) => (user.officePhone = String(one ?? "")));
    set("numberformat", (one) => (user.numberFormat = String(one)));
    if (!delicate || traits.patchActive === "allowed") {
      set("isactive", (one) => (user.active = one === true));
      set("username", (one) => (user.userName = `${String(one).split("@")[0]}@${store.domain}`));
    }
    return { status: 200, body: { itemId: user.id } };
  }

  return function answer(request: IncomingMessage, url: URL, body: unknown): Answer {
    const path = traits.restPath === "any-case" ? url.pathname.toLowerCase() : url.pathname;
    const parts = path.split("/").slice(2);
    const header = (name: string) => String(request.headers[name] ?? "");
    const is = (part: string | undefined, name: string) => part?.toLowerCase() === name.toLowerCase();
    if (is(parts[0], "versioninformation")) return { status: 200, body: { apiVersions: ["V1.0", "V2.0"] } };
    if (!is(parts[0], "v1.0")) return { status: 404 };
    if (is(parts[1], "zoneInformation")) {
      const name = (url.searchParams.get("user") ?? "").toLowerCase();
      if (!store.users.some((user) => user.userName.toLowerCase() === name))
        return failure(500, "Zone information could not be determined");
      return {
        status: 200,
        body: { zoneName: "America East 3", url: `${origin()}/ATServicesRest/`, webUrl: `${origin()}/`, ci: 30712 },
      };
    }
    const caller = store.users.find((user) => user.userName.toLowerCase() === header("username").toLowerCase());
    const wrongCode = !caller?.tracking || header("apiintegrationcode") !== caller.tracking.identifier;
    if (
      !caller ||
      caller.licenseType !== 7 ||
      !caller.active ||
      caller.locked ||
      header("secret") !== caller.secret ||
      wrongCode
    ) {
      const known = caller && header("secret") === caller.secret;
      if (traits.refusal === "500" && known && wrongCode) return failure(500, "IntegrationCode is invalid.");
      return { status: 401, headers: { "www-authenticate": 'Basic Realm="webservices22"' } };
    }
    if (is(parts[1], "ThresholdInformation"))
      return {
        status: 200,
        body: { externalRequestThreshold: 10_000, requestThresholdTimeframe: 60, currentTimeframeRequestCount: 37 },
      };
    if (is(parts[1], "Version"))
      return { status: 200, body: { majorVersion: "2026", minorVersion: "2", build: "1", customerType: "Production" } };
    if (is(parts[1], "EntityInformation"))
      return {
        status: 200,
        body: { entityDescriptions: entities().map((entity) => ({ info: info(entity, caller) })) },
      };
    const entity = entities().find((one) => is(parts[1], one));
    if (!entity) return { status: 404 };
    if (is(parts[2], "entityInformation")) {
      if (!parts[3]) return { status: 200, body: { info: info(entity, caller) } };
      if (is(parts[3], "userDefinedFields")) return { status: 200, body: { fields: [] } };
      const picklist = (field: Field) =>
        field.list
          ? field.list().map((one, index) => ({
              value: one.value,
              label: one.label,
              isDefaultValue: false,
              sortOrder: index,
              parentValue: "",
              isActive: one.active,
              isSystem: one.system,
            }))
          : null;
      const fields = entity === "Resources" ? FIELDS : [];
      return {
        status: 200,
        body: {
          fields: fields.map((field) => ({
            name: field.name,
            dataType: field.dataType,
            length: field.length,
            isRequired: field.isRequired,
            isReadOnly: field.isReadOnly,
            isQueryable: true,
            isReference: false,
            referenceEntityType: "",
            isPickList: !!field.list,
            picklistValues: picklist(field),
            picklistParentValueField: "",
            isSupportedWebhookField: false,
          })),
        },
      };
    }
    const rows =
      entity === "Resources"
        ? store.users.map(onWire)
        : entity === "InternalLocations"
          ? store.locations.map((one, index) => ({
              ...one,
              isDefault: index === 0,
              timeZone: "(GMT-05:00) Eastern Time",
            }))
          : [];
    if (is(parts[2], "query")) {
      const search = request.method === "GET" ? JSON.parse(url.searchParams.get("search") ?? "{}") : body;
      return query(
        rows as Record<string, unknown>[],
        search,
        `/ATServicesRest/V1.0/${entity}/query`,
        Number(url.searchParams.get("page") ?? 0),
        is(parts[3], "count"),
      );
    }
    if (/^\d+$/.test(parts[2] ?? "") && !parts[3] && request.method === "GET") {
      const item = rows.find((row) => row.id === Number(parts[2])) ?? null;
      return !item && traits.missingItem === "404" ? { status: 404 } : { status: 200, body: { item } };
    }
    if (entity === "Resources" && !parts[2] && request.method === "PATCH") return patch(caller, body);
    return {
      status: 405,
      body: { Message: `The requested resource does not support http method '${request.method}'.` },
    };
  };
}
