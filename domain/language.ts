import { z } from "zod";

export const LanguageSchema = z.enum(["en", "ko"]);
export type Language = z.infer<typeof LanguageSchema>;

/** A text in every language that AZEBAL speaks. */
export const LocalTextSchema = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
export type LocalText = z.infer<typeof LocalTextSchema>;

/** The language in which a developer wrote: Korean where Hangul makes up a noticeable part of the letters. */
export function languageOf(text: string): Language {
  const hangul = text.match(/[\uac00-\ud7a3]/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return hangul >= 2 && hangul * 20 >= letters ? "ko" : "en";
}
