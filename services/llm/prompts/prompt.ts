/** Instructions to a model. They never change under their name: another text is another version, in another file. */
export interface Prompt {
  /** Stands in the stored answers: which instructions it was asked with. */
  readonly name: string;
  readonly instructions: string;
  /** What the model thinks counts, too. */
  readonly maxOutputTokens: number;
}
