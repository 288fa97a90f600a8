/**
 * An activity that gave no usable answer although the catalogue's retries were spent: the same on every host, whose own
 * texts differ (they are kept as `cause`, and never matched on).
 */
export class ActivityFailedError extends Error {
  override readonly name = "ActivityFailedError";
  readonly code = "ActivityFailed";
  readonly activityName: string;

  constructor(activityName: string, options?: ErrorOptions) {
    super(`Activity ${activityName} gave no usable answer. The log of this diagnosis says why.`, options);
    this.activityName = activityName;
  }
}
