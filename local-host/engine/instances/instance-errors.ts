import type { RuntimeStatus } from "./instance-record.ts";

/** An instance of this ID is still alive, so that no other can be started under it. */
export class InstanceExistsError extends Error {
  override readonly name = "InstanceExistsError";
  readonly code = "InstanceExists";

  constructor(status: RuntimeStatus) {
    super(`An Orchestration instance with the status ${status} already exists.`);
  }
}

export class InstanceNotFoundError extends Error {
  override readonly name = "InstanceNotFoundError";
  readonly code = "InstanceNotFound";

  constructor(instanceId: string) {
    super(`No instance with ID '${instanceId}' was found.`);
  }
}

/** The operation is for running instances, and this one has ended. */
export class InstanceEndedError extends Error {
  override readonly name = "InstanceEndedError";
  readonly code = "InstanceEnded";

  constructor(instanceId: string, status: RuntimeStatus) {
    super(`Instance '${instanceId}' has ended: it is ${status}.`);
  }
}

/** The instance is alive, but not in a state in which this can be done. */
export class InstanceStateError extends Error {
  override readonly name = "InstanceStateError";
  readonly code = "InstanceState";

  constructor(operation: string, instanceId: string, status: RuntimeStatus) {
    super(
      `Cannot ${operation} the orchestration instance ${instanceId} because instance is in the ${status} state.`,
    );
  }
}

/** A value that was sent to an instance is too large to be kept. */
export class PayloadTooLargeError extends Error {
  override readonly name = "PayloadTooLargeError";
  readonly code = "PayloadTooLarge";
}

/** An event's name would be taken for a task's number by the SDK. */
export class EventNameError extends Error {
  override readonly name = "EventNameError";
  readonly code = "EventName";

  constructor(eventName: string) {
    super(
      `An event must not be named '${eventName}': durable-functions takes a name of digits for the number of a task, and completes that task with the event's data. Use a name with a letter.`,
    );
  }
}
