import { randomBytes } from "node:crypto";
import { fullName, refuseToken, type Employee, type Store } from "./store";
import type { Traits } from "./traits";

export interface Answer {
  status: number;
  body: unknown;
}

/** The documented calls of `/v2`, as far as a reader of employees and roles needs them. */
export function rest(store: Store, traits: Traits) {
  const tokens = new Map<string, { who: Employee; until: number; refresh: string }>();
  const answer = (status: number, body: Record<string, unknown>): Answer => ({
    status,
    body: traits.wire === "pascal" ? pascal(body) : body,
  });
  const refuse = (message: string): Answer =>
    answer(traits.refusal === "401" ? 401 : 200, {
      success: false,
      error: { code: 978001, message: "Security Error", details: message, stackStrace: null, subErrors: [] },
      result: null,
    });
  const listOf = (store: readonly string[]) => store.map((name, at) => ({ id: at + 11, name }));

  function grant(who: Employee): Answer {
    const token = `${randomBytes(8).toString("base64url")}.${randomBytes(20).toString("base64url")}.x`;
    const refresh = randomBytes(16).toString("base64url");
    const until = Date.now() + 3_600_000;
    tokens.set(token, { who, until, refresh });
    return answer(200, {
      success: true,
      error: null,
      result: {
        accessToken: token,
        refreshToken: refresh,
        accessTokenExpireOn: new Date(until).toISOString(),
        refreshTokenExpireOn: new Date(until + 3_600_000).toISOString(),
      },
    });
  }

  return function handle(
    method: string,
    path: string,
    query: URLSearchParams,
    form: Map<string, string>,
    bearer: string,
  ) {
    if (path === "/v2/security/authenticate" && method === "POST") {
      if (form.get("granttype") !== "password") return refuse("Unsupported grant type.");
      if ((form.get("tenant") ?? "").toLowerCase() !== store.company.toLowerCase()) return refuse("Unknown tenant.");
      const who = store.employees.find(
        (one) => one.userName.toLowerCase() === (form.get("username") ?? "").toLowerCase(),
      );
      const why = refuseToken(store, who, form.get("password") ?? "");
      return why || !who ? refuse(why ?? "") : grant(who);
    }
    if (path === "/v2/security/refreshtoken" && method === "POST") {
      const [token, held] =
        [...tokens].find(([, one]) => one.refresh === form.get("refreshtoken")) ??
        ([] as unknown as [string, undefined]);
      if (!held) return refuse("Invalid refresh token.");
      tokens.delete(token);
      return grant(held.who);
    }
    const caller = tokens.get(bearer);
    if (!caller || caller.until < Date.now() || !caller.who.active) return { ...refuse("Unauthorized."), status: 401 };
    if (method !== "GET")
      return answer(405, { success: false, error: { code: 1, message: "Not allowed" }, result: null });
    const get = (name: string) => [...query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    const page = (rows: unknown[]): Answer => {
      const size = Math.min(Number(get("PageSize") ?? 25), 100);
      const at = Math.max(Number(get("PageNumber") ?? 1), 1);
      return answer(200, {
        success: true,
        error: null,
        result: rows.slice((at - 1) * size, at * size),
        totalRecords: rows.length,
      });
    };
    const named = <T extends { name: string }>(rows: T[], name = get("Filter.Name") ?? get("Name") ?? "") =>
      page(rows.filter((one) => one.name.toLowerCase().includes(name.toLowerCase())));
    switch (path) {
      case "/v2/security/userinfo":
        return answer(200, {
          success: true,
          error: null,
          result: {
            userId: caller.who.id,
            fullName: fullName(caller.who),
            emailAddress: caller.who.email,
            tenantId: 4711,
            businessName: store.company,
            userAccessRights: [
              {
                canView: true,
                canModify: false,
                canDelete: false,
                mainMenuId: 3,
                menuCategoryId: 31,
                listingIDEnum: 311,
              },
            ],
            specialFeatures: [{ id: 77 }],
            isUserSystemAdmin: caller.who.securityRoles.includes("Administrator"),
            productName: "BMS",
          },
        });
      case "/v2/hr/employees/lookup":
        return named(store.employees.map((one) => ({ id: one.id, name: fullName(one) })));
      case "/v2/hr/employees/searchselect": {
        const text = (get("Filter.Filter_Text") ?? "").toLowerCase();
        const active = get("Filter.IsActive")?.toLowerCase();
        const ids = [...query].filter(([key]) => /^filter\.ids/i.test(key)).map(([, value]) => Number(value));
        return page(
          store.employees
            .filter((one) => ids.length === 0 || ids.includes(one.id))
            .filter((one) =>
              active === undefined ? traits.inactive === "listed" || one.active : String(one.active) === active,
            )
            .filter((one) =>
              (traits.searches === "all" ? [fullName(one), one.userName, one.email] : [fullName(one)]).some((field) =>
                field.toLowerCase().includes(text),
              ),
            )
            .map((one) => ({
              id: one.id,
              firstName: one.firstName,
              lastName: one.lastName || null,
              emailAddress: one.email,
              username: one.userName,
              jobTitle: one.jobTitle,
              isActive: one.active,
            })),
        );
      }
      case "/v2/admin/security/roles/lookup":
        return named(
          store.roles.map((one) => ({
            id: one.id,
            name: one.name,
            isActive: true,
            isSystem: one.system,
            isExternal: one.type === "External",
          })),
        );
      case "/v2/admin/hr/departments/lookup":
        return named(listOf(store.lists.department));
      case "/v2/admin/hr/jobtitles/lookup":
        return named(listOf(store.lists.jobTitle).map((one) => ({ ...one, isActive: true })));
      case "/v2/system/locations/lookup":
        return named(listOf(store.lists.location).map((one, at) => ({ ...one, isMain: at === 0 })));
      case "/v2/system/roles/lookup":
        return named(listOf(store.lists.employeeRoles).map((one, at) => ({ ...one, isDefault: at === 0 })));
      default:
        return answer(404, { success: false, error: { code: 404, message: "Not found" }, result: null });
    }
  };
}

/** The swagger's own spelling of the same keys. */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      // The role's flags are lower case in the contract too.
      /^is(Active|System|External)$/.test(key) ? key : key[0]!.toUpperCase() + key.slice(1),
      pascal(one),
    ]),
  );
}
