import { computed, reactive, shallowRef } from "vue";
import type { z } from "zod";
import type { DepartmentView } from "../../../shared/departments/schema.ts";
import type { Kind } from "../../../shared/tickets/status.ts";
import type { privacyView, userRef } from "../../../shared/tickets/views.ts";
import { api } from "./session.ts";
import { locale } from "./words.ts";

/** Catalogues that pages share; asked for once, when a page first needs them. */
type Category = { code: string; zh: string; en: string; level: number; parent: string | null; group: string };
type Region = { code: string; zh: string; en: string };
export type Colleague = z.infer<typeof userRef>;
export type Privacy = z.infer<typeof privacyView>;

const lists = reactive<{ departments: DepartmentView[]; categories: Category[]; regions: Region[]; privacy: Privacy | null }>({
  departments: [],
  categories: [],
  regions: [],
  privacy: null,
});
const asked = shallowRef(new Map<string, Promise<void>>());

export const once = (name: string, ask: () => Promise<void>): Promise<void> => {
  const running = asked.value.get(name);
  if (running !== undefined) return running;
  const made = ask().catch(() => {
    asked.value.delete(name);
  });
  asked.value.set(name, made);
  return made;
};

export const departments = computed(() => lists.departments);
export const departmentName = (id: string): string => {
  const found = lists.departments.find((each) => each.id === id);
  if (found === undefined) return id;
  return locale.value === "en" ? (found.nameEn ?? found.name) : found.name;
};
export const loadDepartments = (): Promise<void> =>
  once("departments", async () => {
    lists.departments = (await api<{ items: DepartmentView[] }>("/departments")).items;
  });
export const forgetDepartments = (): void => void asked.value.delete("departments");

export const named = (row: { zh: string; en: string }): string => (locale.value === "en" && row.en !== "" ? row.en : row.zh);

/** Categories with their parent's name before them, so that one line says where they belong. */
export const categories = computed(() => {
  const byCode = new Map(lists.categories.map((row) => [row.code, row]));
  return lists.categories.map((row) => {
    const parent = row.parent === null ? undefined : byCode.get(row.parent);
    return { code: row.code, group: row.group, level: row.level, label: parent === undefined ? named(row) : `${named(parent)} › ${named(row)}` };
  });
});
export const categoryName = (code: string): string => categories.value.find((each) => each.code === code)?.label ?? code;

/** Which parts of the catalogue say what is wrong, and which say what it is about. */
const PROBLEMS: Record<Kind, readonly string[]> = {
  complaint: ["complaintProblems"],
  report: ["reportProblems"],
  inquiry: ["publicService", "complaintProblems"],
  suggestion: ["publicService"],
  help: ["publicService"],
};
const OBJECTS: Record<Kind, readonly string[]> = {
  complaint: ["goods", "services"],
  report: ["goods", "services"],
  inquiry: ["goods", "services"],
  suggestion: [],
  help: [],
};
type Choice = { code: string; label: string };
export type ChoiceGroup = { name: string; items: Choice[] };
const groups = (names: readonly string[]): ChoiceGroup[] =>
  names.map((name) => ({ name, items: categories.value.filter((each) => each.group === name) }));
/** Top-level categories by group: what a person may be said to know. */
export const skillGroups = (): ChoiceGroup[] =>
  groups(["complaintProblems", "reportProblems", "goods", "services", "publicService"]).map(({ name, items }) => ({
    name,
    items: items.filter(({ code }) => lists.categories.some((row) => row.code === code && row.level === 1)),
  }));
export const problemsOf = (kind: Kind): ChoiceGroup[] => groups(PROBLEMS[kind]);
export const objectsOf = (kind: Kind): ChoiceGroup[] => groups(OBJECTS[kind]);
/** A code that a form holds may belong to another kind since the kind was changed. */
export const fits = (found: ChoiceGroup[], code: string): boolean => found.some(({ items }) => items.some((each) => each.code === code));

export const regions = computed(() => lists.regions.map((row) => ({ code: row.code, label: named(row) })));
export const regionName = (code: string): string => regions.value.find((each) => each.code === code)?.label ?? code;
export const loadCatalogue = (): Promise<void> =>
  once("catalogue", async () => {
    const [found, places] = await Promise.all([api<{ rows: Category[] }>("/catalogue/categories"), api<{ rows: Region[] }>("/catalogue/regions")]);
    lists.categories = found.rows;
    lists.regions = places.rows;
  });

/** The privacy notice in force, to be read out. */
export const privacy = computed(() => lists.privacy);
export const loadPrivacy = (): Promise<void> =>
  once("privacy", async () => {
    lists.privacy = await api<Privacy>("/public/privacy");
  });

export const colleagues = (departmentId: string): Promise<Colleague[]> =>
  api<{ items: Colleague[] }>("/users/colleagues", { query: { departmentId } }).then((page) => page.items);
