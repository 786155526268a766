import { docNoOf } from "../../shared/documents/form.ts";
import type { Database } from "../platform/database.ts";
import type { PaperDeps, SettingsRows } from "./deps.ts";
import { printed } from "./render.ts";
import { paperRoutes } from "./routes.ts";
import { createPapers } from "./service.ts";
import { createPaperSettings } from "./settings.ts";
import { paperSettingsRoutes } from "./settings-routes.ts";
import { openPaperStore } from "./store.ts";

/** The ten official forms joined to cases: drafts, numbers, files, settings. */
export const createDocuments = async ({ database, settingsRows, ...deps }: PaperDeps & { database: Database; settingsRows: SettingsRows }) => {
  const settings = await createPaperSettings(settingsRows, deps);
  const papers = createPapers(await openPaperStore(database), settings, deps);
  return {
    // Settings first: their path would be taken for the id of a paper.
    endpoints: [...paperSettingsRoutes(settings, deps.forms, deps.now), ...paperRoutes(papers)],
    forCitizen: papers.forCitizen,
    told: papers.told,
    sweep: papers.sweep,
    refresh: settings.refresh,
    /** For other papers of the office: who signs, how a number is written, and the printing. */
    sheet: {
      authority: () => settings.current().authority,
      docNo: (kindWord: string, year: number, seq: number) =>
        docNoOf(deps.forms.numbering, { prefix: settings.current().prefix, kindWord, year, seq }),
      print: printed,
    },
  };
};
