// Links into the clipboard, also from a file that was opened from the disk.
import { say } from "./data.mjs";

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return selected(text);
  }
}

/** The old way, where there is no clipboard to write to. */
function selected(text) {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "away";
  area.value = text;
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // Told below.
  }
  area.remove();
  before?.focus({ preventScroll: true });
  return done;
}

/** Copies the link beside a button, and says so where the reader looks. */
export async function copyFrom(button) {
  const link = button.parentElement.querySelector("a.permalink");
  const done = await written(new URL(link.getAttribute("href"), location.href).href);
  const told = say(done ? "copied" : "copyFailed");
  button.dataset.label ??= button.textContent;
  button.textContent = told;
  document.getElementById("said").textContent = told;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    document.getElementById("said").textContent = "";
  }, 2000);
}
