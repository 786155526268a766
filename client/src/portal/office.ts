import { ref } from "vue";
import { call } from "../platform/api.ts";
import { setOfficeClock } from "./days.ts";

type Answer = { name: string; nameEn: string; phone: string | null; hotline: string };
export type Office = { name: string; nameEn: string; phone: string; hotline: string };

/** Until the office's own words have come (or when they cannot come), the numbers that hold everywhere. */
const office = ref<Office>({ name: "", nameEn: "", phone: "", hotline: "12315" });

export const loadOffice = async (): Promise<void> => {
  const found = await call<Partial<Answer>>("/public/office").catch(() => null);
  if (found === null) return;
  office.value = { name: found.name ?? "", nameEn: found.nameEn ?? "", phone: found.phone ?? "", hotline: found.hotline || "12315" };
};

export const loadClock = async (): Promise<void> => {
  const answer = await call<{ now: string }>("/clock").catch(() => null);
  if (answer !== null) setOfficeClock(answer.now);
};

export const useOffice = () => office;

export const telLink = (phone: string): string => `tel:${phone.replace(/[^\d+]/gu, "")}`;
