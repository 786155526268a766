import { onScopeDispose, type Ref, ref } from "vue";
import type { CalendarsView, PreviewInput, PreviewView, RecomputeView } from "../../../../../shared/catalogue/calendar-views.ts";
import { shortDay } from "../../../platform/format.ts";
import { faultWords } from "../../faults.ts";
import { api } from "../../session.ts";
import { locale, t } from "../../words.ts";

export const fetchCalendars = (): Promise<CalendarsView> => api<CalendarsView>("/catalogue/calendars");
export const askPreview = (body: PreviewInput): Promise<PreviewView> => api<PreviewView>("/catalogue/calendars/preview", { body });

/** "12-01 周二", with the year where it is another; words where no day can be told. */
export const dayWords = (day: string | null, today: string): string => {
  if (day === null) return t("desk.calendar.noDay");
  const short = shortDay(day, locale.value);
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${day.slice(0, 4)}-${short}`;
};

/** Why open cases were walked through: a year that was loaded, another reading, other warnings, or a migration. */
export const whyWords = ({ why, migrate }: Pick<RecomputeView, "why" | "migrate">): string => {
  if (migrate !== null) return t("desk.calendar.why.migrate", { version: migrate, reason: why });
  if (/^\d{4}$/u.test(why)) return t("desk.calendar.why.year", { year: why });
  if (/^[abc]$/u.test(why)) return t("desk.calendar.why.reading", { name: t(`desk.reading.${why}`) });
  return why === "warn" ? t("desk.calendar.why.warn") : why;
};

export type Recomputes = {
  items: Ref<RecomputeView[]>;
  fault: Ref<string>;
  load: () => Promise<void>;
  /** A run that was just begun: shown at once and followed to its end. */
  begin: (run: RecomputeView) => void;
};

const EVERY = 1500;

/** The runs over open cases; one that goes on is asked for again until it ended. */
export const useRecomputes = (ended: () => void): Recomputes => {
  const items = ref<RecomputeView[]>([]);
  const fault = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const load = async (): Promise<void> => {
    clearTimeout(timer);
    const went = items.value.some((run) => run.finishedAt === null);
    try {
      items.value = (await api<{ items: RecomputeView[] }>("/catalogue/recomputes")).items;
      fault.value = "";
    } catch (error) {
      fault.value = faultWords(error);
    }
    const goes = items.value.some((run) => run.finishedAt === null);
    if (went && !goes) ended();
    if (goes && !closed) timer = setTimeout(() => load().catch(() => {}), EVERY);
  };
  const begin = (run: RecomputeView): void => {
    items.value = [run, ...items.value.filter((each) => each.id !== run.id)];
    clearTimeout(timer);
    if (run.finishedAt === null) timer = setTimeout(() => load().catch(() => {}), EVERY);
    else ended();
  };
  onScopeDispose(() => {
    closed = true;
    clearTimeout(timer);
  });
  return { items, fault, load, begin };
};
