/**
 * Masked forms stand beside every sealed value; presenters send these and nothing else.
 * Design, not law (regulations §9): enough to recognise, not enough to use.
 */
export const maskName = (name: string): string => {
  const chars = [...name];
  if (/^[\u0020-\u007e]+$/u.test(name)) return name.replace(/(?<=\S)\S+/gu, "***");
  if (chars.length <= 1) return "*";
  if (chars.length === 2) return `${chars[0]}*`;
  return `${chars[0]}${"*".repeat(Math.min(chars.length - 2, 3))}${chars.at(-1)}`;
};

export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/gu, "");
  if (digits.length <= 7) return "*".repeat(digits.length);
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
};

export const maskIdNo = (idNo: string): string =>
  idNo.length <= 6 ? "******" : `${idNo.slice(0, 2)}${"*".repeat(idNo.length - 4)}${idNo.slice(-2)}`;

export const maskEmail = (email: string): string => {
  const at = email.indexOf("@");
  return at <= 0 ? "***" : `${email.slice(0, 1)}***${email.slice(at)}`;
};

/** Kept up to the street, road or community (街道, 路, 镇 …); the house is hidden. */
export const maskAddress = (address: string): string => {
  const match = /^.*?(?:街道|大街|胡同|社区|[省市区县镇乡村路街巷])/u.exec(address);
  const kept = match ? address.slice(0, Math.min(match[0].length, 20)) : [...address].slice(0, 2).join("");
  return kept.length >= address.length ? `${[...address].slice(0, Math.max(1, Math.floor([...address].length / 2))).join("")}***` : `${kept}***`;
};
