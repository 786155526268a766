import type { StaffActor } from "../../shared/actor.ts";
import type { Locale } from "../../shared/messages/index.ts";

export type Opened = {
  departmentId: string | null;
  intakeDepartmentId: string;
  coDepartmentIds: readonly string[];
  handlerId: string | null;
  visibleTo: readonly string[];
};

/** What mentions need of cases and people; the wiring gives it. */
export type MentionDeps = {
  cases: {
    /** Null when there is no such case, or not for this person. */
    open: (id: string, actor: StaffActor) => Promise<Opened | null>;
    /** Number and title of those of the cases that the person may see now. */
    names: (ids: readonly string[], actor: StaffActor, locale: Locale) => Promise<Map<string, { no: string; title: string }>>;
  };
  /** Everybody who is not disabled, as they would act today, in the order of their names. */
  people: () => readonly StaffActor[];
  nameOf: (userId: string) => string;
  department: (id: string, locale: Locale) => string;
  /** Tells a person's open pages. */
  push: (userIds: readonly string[]) => void;
};
