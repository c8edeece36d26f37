declare module "@apigrate/autotask-restapi" {
  interface Entity {
    get(id: number): Promise<{ item: Record<string, unknown> | null } | null>;
    query(query: unknown): Promise<{
      items: Record<string, unknown>[];
      pageDetails: { count: number; requestCount: number; prevPageUrl: string | null; nextPageUrl: string | null };
    }>;
    count(query: unknown): Promise<{ queryCount: number }>;
    update(values: Record<string, unknown>): Promise<{ itemId: number }>;
    replace(values: Record<string, unknown>): Promise<{ itemId: number }>;
    create(values: Record<string, unknown>): Promise<unknown>;
    delete(id: number): Promise<unknown>;
    info(): Promise<{ info: Record<string, unknown> }>;
    fieldInfo(): Promise<{
      fields: {
        name: string;
        isReadOnly: boolean;
        isPickList: boolean;
        picklistValues: { value: string; label: string; isActive: boolean; isSystem: boolean }[] | null;
      }[];
    }>;
  }
  /** Written below its parent. */
  interface Child extends Pick<Entity, "query"> {
    create(parent: number, values: Record<string, unknown>): Promise<{ itemId: number } | null>;
  }
  export class AutotaskRestApi {
    constructor(user: string, secret: string, code: string, options?: { base_url?: string; version?: string });
    Resources: Entity;
    InternalLocations: Entity;
    Departments: Entity;
    Tickets: Entity;
    ResourceRoleDepartments: Child;
    ResourceServiceDeskRoles: Child;
  }
}
