import { type ComputedRef, computed, nextTick, type Ref, ref } from "vue";
import { type ColleagueView, MOST_MENTIONS } from "../../../../shared/mentions/schema.ts";
import { useLatest } from "../latest.ts";
import { api } from "../session.ts";

export type Named = { id: string; name: string };
/** What stands after "@" up to the caret: a name that is being typed. */
const ASKED = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}·]{0,12})$/u;

/** Naming a colleague in a note: "@" and some characters or pinyin, then a choice among those who see the case. */
export const useMentionPicker = ({
  ticketId,
  text,
  named,
  field,
  on,
}: {
  ticketId: string;
  text: Ref<string>;
  named: Ref<Named[]>;
  field: Ref<HTMLTextAreaElement | null>;
  on: ComputedRef<boolean>;
}) => {
  const asked = ref<string | null>(null);
  const at = ref(0);
  const { answer } = useLatest(
    () => (on.value ? asked.value : null),
    async (q, signal) => (await api<{ items: ColleagueView[] }>(`/tickets/${ticketId}/colleagues`, { query: { q }, signal })).items,
    150,
  );
  const found = computed(() => (asked.value === null || !on.value ? [] : (answer.value ?? []).slice(0, 8)));
  const shown = computed(() => found.value.length > 0);

  const look = (): void => {
    const box = field.value;
    const before = box === null || box.selectionStart !== box.selectionEnd ? "" : box.value.slice(0, box.selectionStart);
    const next = ASKED.exec(before)?.[1] ?? null;
    if (next !== asked.value) at.value = 0;
    asked.value = next;
  };
  const close = (): void => {
    asked.value = null;
  };
  const pick = async (person: Named): Promise<void> => {
    const box = field.value;
    if (box === null || asked.value === null) return;
    const end = box.selectionStart;
    const start = end - asked.value.length;
    text.value = `${text.value.slice(0, start)}${person.name} ${text.value.slice(end)}`;
    if (!named.value.some(({ id }) => id === person.id)) named.value = [...named.value, { id: person.id, name: person.name }];
    close();
    await nextTick();
    box.focus();
    box.setSelectionRange(start + person.name.length + 1, start + person.name.length + 1);
  };
  /** True when the key was for the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (!shown.value || event.isComposing) return false;
    const person = found.value[at.value];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at.value = (at.value + (event.key === "ArrowDown" ? 1 : -1) + found.value.length) % found.value.length;
    } else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && person !== undefined) pick(person).catch(() => {});
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  /** Whose name still stands in the words. */
  const ids = (): string[] =>
    named.value
      .filter(({ name }) => text.value.includes(`@${name}`))
      .map(({ id }) => id)
      .slice(0, MOST_MENTIONS);

  return { found, shown, at, look, close, pick, press, ids };
};
