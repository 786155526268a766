import { pinyin } from "pinyin-pro";

/**
 * Sort key of a Chinese name, for engines that cannot sort Chinese: its syllables, then the name, to keep the same
 * sounds apart. A person's name begins with a surname, which some characters read differently (单, 解, 仇).
 */
export const pinyinKey = (name: string, of: "person" | "thing" = "thing"): string =>
  `${pinyin(name, { toneType: "none", type: "array", nonZh: "consecutive", v: true, ...(of === "person" ? { surname: "head" } : {}) })
    .join(" ")
    .toLowerCase()} ${name}`;
