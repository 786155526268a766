import { z } from "zod";
import { autoAssignSchema, changeDepartmentSchema, createDepartmentSchema, departmentView } from "../../shared/departments/schema.ts";
import { pageOf, pageQuery } from "../../shared/page.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { DepartmentService } from "./service.ts";

export const departmentEndpoints = (service: DepartmentService): Endpoint[] => {
  const tag = "departments";
  const manage = { who: "staff", permission: "department.manage" } as const;

  return [
    endpoint({
      method: "get",
      path: "/departments",
      summary: "Departments in the order of their names",
      tag,
      guard: { who: "staff", permission: "department.read" },
      query: z.strictObject(pageQuery),
      answer: pageOf(departmentView),
      run: async ({ query }) => service.list(query),
    }),
    endpoint({
      method: "post",
      path: "/departments",
      summary: "Add a department",
      tag,
      guard: manage,
      body: createDepartmentSchema,
      status: 201,
      answer: departmentView,
      run: async ({ body, actor, idempotency }) => service.create({ input: body, actor, idempotency }),
    }),
    endpoint({
      method: "patch",
      path: "/departments/:id",
      summary: "Change a department; disable one that nobody and nothing is in any more",
      tag,
      guard: manage,
      params: z.object({ id: z.string().max(60) }),
      body: changeDepartmentSchema,
      answer: departmentView,
      run: async ({ params: { id }, body, actor }) => service.change({ id, input: body, actor }),
    }),
    endpoint({
      method: "put",
      path: "/departments/:id/auto-assign",
      summary: "Turn automatic assignment (公平分派) on or off; a department's lead for the own department",
      tag,
      guard: { who: "staff", permission: "assigning.change" },
      params: z.object({ id: z.string().max(60) }),
      body: autoAssignSchema,
      answer: departmentView,
      run: async ({ params: { id }, body, actor }) => service.changeAssigning(id, body.autoAssign, actor),
    }),
  ];
};
