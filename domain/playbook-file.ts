/** A playbook as its file holds it: JSON. */
export interface PlaybookFile {
  /** For people: the file's path, or another name. */
  readonly file: string;
  readonly text: string;
}
