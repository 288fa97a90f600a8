/** The orchestration asked for something that this host does not do; its instance fails with this message. */
export class OrchestrationRefusedError extends Error {
  override readonly name = "OrchestrationRefusedError";
  readonly code = "OrchestrationRefused";

  /**
   * For what the Durable extension waits on for ever, without a word: the instance fails at once instead, so that the
   * mistake is found here and not in production.
   */
  static wouldHang(what: string): OrchestrationRefusedError {
    return new OrchestrationRefusedError(
      `${what} In Azure this instance would stay as it is for ever; the local host fails it instead.`,
    );
  }
}
