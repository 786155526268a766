export type AuditWriter = (entry: {
  kind: string;
  actorId: string | null;
  subject: string;
  details: Record<string, string | number | boolean | null>;
}) => Promise<void>;

/** A number for each department id; those with none may be left out. */
export type CountsByDepartment = (departmentIds: string[]) => Promise<Map<string, number>>;
