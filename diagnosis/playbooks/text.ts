import type { LocalText } from "../../domain/language.ts";

/** The same sentence in both languages. */
export function text(en: string, ko: string): LocalText {
  return { en, ko };
}
