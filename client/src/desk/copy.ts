/** Puts words on the clipboard, which needs https; elsewhere the old command. Answers whether it went. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
};

const copyByHand = (text: string): boolean => {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  // Inside the dialog, if one is open: its focus is kept there.
  (document.querySelector(".el-dialog") ?? document.body).append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};
