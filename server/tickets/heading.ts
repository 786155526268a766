/** What lists call a case: the title given, or the first words. */
export const headingOf = (title: string | null, text: string | null): string => {
  if (title !== null) return title;
  const first = (text ?? "").trim().split(/[\n。！？!?]/u)[0] ?? "";
  return [...first].length > 40 ? `${[...first].slice(0, 39).join("")}…` : first;
};
