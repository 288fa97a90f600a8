/** What is wrong with a playbook, and where in it. */
export interface PlaybookProblem {
  /** `holds`, `reads.vault.request.path`, `actions[0].commands[1]`. */
  readonly where: string;
  readonly problem: string;
}
