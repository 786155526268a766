import { dayOf } from "../../shared/calendar.ts";
import type { PaperSettings } from "../../shared/documents/views.ts";
import type { PaperDeps, PaperForms, SettingsRows } from "./deps.ts";
import { invalid, stale } from "./faults.ts";

const KIND = "documents";

/** Until the office decides otherwise: its own name, the usual short word, the words of the forms. */
export const defaultSettings = ({ forms }: Pick<PaperForms, "forms">): PaperSettings => ({
  authority: "威海火炬高技术产业开发区市场监督管理局",
  prefix: "威高",
  kindWords: Object.fromEntries(forms.filter(({ numbered }) => numbered).map(({ no, kindWord }) => [String(no), kindWord])),
});

/** Name and words of the papers, in versions like every other table; held in memory. */
export const createPaperSettings = async (rows: SettingsRows, { forms, audit, now }: Pick<PaperDeps, "forms" | "audit" | "now">) => {
  await rows.publish({ kind: KIND, version: "1", effectiveFrom: null, data: defaultSettings(forms), publishedAt: new Date() });
  const read = async (): Promise<PaperSettings & { version: string }> => {
    const id = await rows.inForce(KIND, dayOf(now()));
    const row = id === null ? null : await rows.byId(id);
    if (row === null) throw new Error("no settings of papers in force");
    const data = row.data as PaperSettings;
    return { ...data, kindWords: { ...defaultSettings(forms).kindWords, ...data.kindWords }, version: row.version };
  };
  let current = await read();

  return {
    current: () => current,
    refresh: async (): Promise<void> => {
      current = await read();
    },
    change: async ({ version, reason, ...data }: PaperSettings & { version: string; reason: string }, by: string): Promise<void> => {
      current = await read();
      if (version !== current.version) throw stale("", 0);
      const known = Object.keys(defaultSettings(forms).kindWords);
      const unknown = Object.keys(data.kindWords).find((form) => !known.includes(form));
      if (unknown !== undefined) throw invalid({ [`kindWords.${unknown}`]: { key: "field.unknown" } });
      // Two kinds with one word would share one row of numbers, and nobody could tell their papers apart.
      const words = Object.entries({ ...current.kindWords, ...data.kindWords });
      const twice = words.find(([form, word]) => words.some(([other, same]) => other !== form && same === word));
      if (twice !== undefined) throw invalid({ [`kindWords.${twice[0]}`]: { key: "field.wordTwice" } });
      const { length } = await rows.versions(KIND);
      const next = `${dayOf(now())}.${length + 1}`;
      await audit({
        kind: "documents.published",
        actorId: by,
        subject: KIND,
        details: { version: next, authority: data.authority, prefix: data.prefix, kindWords: words.map((pair) => pair.join(" ")).join("；"), reason },
      });
      if (!(await rows.publish({ kind: KIND, version: next, effectiveFrom: null, data, publishedAt: new Date() }))) throw stale("", 0);
      current = await read();
    },
  };
};
export type PaperSettingsKeeper = Awaited<ReturnType<typeof createPaperSettings>>;
