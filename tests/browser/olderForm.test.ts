import { startSandbox } from "../../sandbox/server";
import { consoleOf } from "./consoleOf";

/** The console channel on the full resource form, where a tenant has it: fields on five tabs, lists with arrows between. */
test("an API user is made on the older form, read back with all its fields, and changed", async () => {
  // Lists that are drawn, and labels with words in brackets behind them.
  const more = { pickers: "drawn", labels: "additions" };
  const switches = { generation: "older", skin: "mvc-2017", resourceForm: "aspx", ...more };
  const sandbox = await startSandbox({ tenant: "small", switches });
  const tenant = () => sandbox.context.store.tenant;
  const log: string[] = [];
  const admin = consoleOf(sandbox, (text) => log.push(text));
  try {
    const declared = {
      prefix: "Ms.",
      middleInitial: "Q",
      gender: "Female",
      homePhone: "555-0199",
      emailType: "Primary",
      additionalEmail2: "two@example.com",
      additionalEmailType2: "Secondary",
      timesheetsNotRequired: true,
      payrollType: "Hourly",
      internalCost: 12.5,
      expenseApprovers: ["Turner, Blake"],
      departments: [{ department: "Service Desk", role: "Technician", default: true }],
      queues: ["Monitoring Alert"],
    };
    const seen = await admin.createApiUser({
      firstName: "Trial",
      lastName: "Integration",
      email: "trial@example.com",
      securityLevel: "API User (system)",
      active: true,
      username: "trialuser77",
      tracking: { kind: "custom", name: "Trial" },
      ...declared,
    });
    const user = () => tenant().users.find((u) => u.userName === "trialuser77")!;
    expect(user()).toMatchObject({
      levelId: tenant().levels.find((level) => level.name === "API User (system)")!.id,
      internalCost: 12.5,
      timesheetsNotRequired: true,
      roleDepartments: [{ departmentId: 29683436, roleId: 29683398, isDefault: true }],
      queues: [{ queueId: 8 }],
      more: {
        greeting: 3,
        emailTypeCode: "PRIMARY",
        emailTypeCode2: null,
        emailTypeCode3: "SECONDARY",
        payrollType: 2,
      },
    });
    expect(seen).toEqual({
      key: expect.stringMatching(/^trialuser77@northwind\.example$/i) as string,
      secret: user().secret,
      trackingIdentifier: user().tracking?.kind === "custom" && (user().tracking as { identifier: string }).identifier,
    });
    // Required and not declared: the first that is offered, and it is said.
    expect(user().timesheetApprovers).toHaveLength(1);
    expect(user().more["resourceType"]).toBe("Employee");
    const required = log.filter((text) => text.startsWith("the form requires"));
    expect(required.map((text) => /"(.*?)"/.exec(text)![1])).toEqual(["Timesheet Approvers", "Resource Type"]);

    const handle = {
      id: String(user().id),
      firstName: "Trial",
      lastName: "Integration",
      username: "trialuser77",
      active: true,
    };
    expect(await admin.readApiUser(handle)).toMatchObject({
      key: seen.key,
      securityLevel: "API User (system)",
      active: true,
      locked: false,
      tracking: { kind: "custom", name: "Trial" },
      ...declared,
    });

    const before = structuredClone(user());
    const changed = await admin.changeApiUser(handle, { secret: true, queues: [], title: "Integration" });
    expect(changed.secret).not.toBe(seen.secret);
    expect(user()).toMatchObject({
      secret: changed.secret,
      queues: [],
      title: "Integration",
      tracking: before.tracking,
      roleDepartments: before.roleDepartments,
      expenseApprovers: before.expenseApprovers,
      more: before.more,
    });
    for (const { secret } of [seen, changed]) expect(log.join()).not.toContain(secret);
  } finally {
    await admin.close();
    await sandbox.close();
  }
}, 240_000);
