import { actionTypes, eventTypes, type HistoryEvent, type WireAction } from "./wire-shapes.ts";

/** New work that an action list asks for: what the history does not have yet. */
export type Command =
  | { kind: "activity"; id: number; name: string; input: unknown }
  | { kind: "timer"; id: number; fireAt: string; isCanceled: boolean };

export class NonDeterministicError extends Error {
  override readonly name = "NonDeterministicError";
}

interface Node {
  isDone: boolean;
  parent?: Node;
  childDone?: () => void;
}

/**
 * Runs an action list as a program over a history, as the extension's shim does: top-level actions are awaited one after
 * another, ids are given in the order in which actions start, a retry takes its ids when its failure is processed, and a
 * timer that the list already calls cancelled is over at once. That last rule is what makes some orchestrations fail on
 * Azure that a simpler emulation would let pass.
 */
export class ActionProgram {
  readonly commands = new Map<number, Command>();
  readonly #actions: readonly WireAction[];
  readonly #open = new Map<number, (event: HistoryEvent) => void>();
  readonly #openTimers = new Set<number>();
  readonly #waiters = new Map<string, Node[]>();
  readonly #buffered = new Map<string, number>();
  #nextId = 0;
  #position = 0;
  #current: Node = { isDone: true };

  constructor(actions: readonly WireAction[]) {
    this.#actions = actions;
  }

  /** Processes the whole history. @throws NonDeterministicError where history and actions disagree. */
  run(history: readonly HistoryEvent[]): void {
    for (const event of history) {
      this.#process(event);
      this.#advance();
    }
  }

  /** Timers that neither fired nor were cancelled: they would keep an instance Running after it has ended. */
  get openTimers(): number {
    return this.#openTimers.size;
  }

  #process(event: HistoryEvent): void {
    switch (event.EventType) {
      case eventTypes.taskScheduled:
      case eventTypes.timerCreated:
        this.#match(event);
        break;
      case eventTypes.taskCompleted:
      case eventTypes.taskFailed:
        this.#resume(event["TaskScheduledId"] as number, event);
        break;
      case eventTypes.timerFired:
        this.#resume(event["TimerId"] as number, event);
        break;
      case eventTypes.eventRaised:
        this.#raise(event["Name"] as string);
        break;
    }
  }

  #match(event: HistoryEvent): void {
    const command = this.commands.get(event.EventId);
    const kind = event.EventType === eventTypes.timerCreated ? "timer" : "activity";
    const name = event["Name"] as string | undefined;
    if (!command || command.kind !== kind || (command.kind === "activity" && command.name !== name))
      throw new NonDeterministicError(
        `A previous execution scheduled ${kind} ${event.EventId} ${name ?? ""}, the replay ${command ? `a ${command.kind}` : "nothing"}.`,
      );
    this.commands.delete(event.EventId);
  }

  #resume(id: number, event: HistoryEvent): void {
    const resume = this.#open.get(id);
    this.#open.delete(id);
    this.#openTimers.delete(id);
    resume?.(event);
  }

  #raise(name: string): void {
    const waiter = this.#waiters.get(name)?.pop();
    if (waiter) this.#finish(waiter);
    else this.#buffered.set(name, (this.#buffered.get(name) ?? 0) + 1);
  }

  #advance(): void {
    while (this.#current.isDone && this.#position < this.#actions.length)
      this.#current = this.#start(this.#actions[this.#position++]!);
  }

  #finish(node: Node): void {
    if (node.isDone) return;
    node.isDone = true;
    node.parent?.childDone?.();
  }

  #start(action: WireAction, parent?: Node): Node {
    const node: Node = parent ? { isDone: false, parent } : { isDone: false };
    switch (action.actionType) {
      case actionTypes.callActivity:
        this.#schedule(action, () => this.#finish(node));
        return node;
      case actionTypes.callActivityWithRetry:
        this.#attempt(action, node, 1);
        return node;
      case actionTypes.createTimer:
        this.#createTimer(action, node);
        return node;
      case actionTypes.waitForExternalEvent:
        this.#wait(action.externalEventName!, node);
        return node;
      case actionTypes.whenAny:
      case actionTypes.whenAll:
        return this.#compound(action, node);
      default:
        throw new RangeError(`The emulator knows no action of type ${action.actionType}.`);
    }
  }

  #schedule(action: WireAction, onSettled: (event: HistoryEvent) => void): void {
    const id = this.#nextId++;
    this.commands.set(id, { kind: "activity", id, name: action.functionName!, input: action.input });
    this.#open.set(id, onSettled);
  }

  #attempt(action: WireAction, node: Node, attempt: number): void {
    const retry = action.retryOptions!;
    this.#schedule(action, (event) => {
      if (event.EventType === eventTypes.taskCompleted) return this.#finish(node);
      const isLast = attempt >= retry.maxNumberOfAttempts;
      const delayMs = isLast
        ? 0
        : retry.firstRetryIntervalInMilliseconds * (retry.backoffCoefficient ?? 1) ** (attempt - 1);
      const id = this.#nextId++;
      const fireAt = new Date(Date.parse(event.Timestamp) + delayMs).toISOString();
      this.commands.set(id, { kind: "timer", id, fireAt, isCanceled: false });
      this.#openTimers.add(id);
      this.#open.set(id, () => (isLast ? this.#finish(node) : this.#attempt(action, node, attempt + 1)));
    });
  }

  #createTimer(action: WireAction, node: Node): void {
    const id = this.#nextId++;
    const isCanceled = action.isCanceled === true;
    this.commands.set(id, { kind: "timer", id, fireAt: action.fireAt!, isCanceled });
    if (isCanceled) return this.#finish(node);
    this.#openTimers.add(id);
    this.#open.set(id, () => this.#finish(node));
  }

  #wait(name: string, node: Node): void {
    const buffered = this.#buffered.get(name) ?? 0;
    if (buffered > 0) {
      this.#buffered.set(name, buffered - 1);
      this.#finish(node);
    } else this.#waiters.set(name, [...(this.#waiters.get(name) ?? []), node]);
  }

  #compound(action: WireAction, node: Node): Node {
    const children: Node[] = [];
    for (const child of action.compoundActions!) children.push(this.#start(child, node));
    const isOver = () =>
      action.actionType === actionTypes.whenAny
        ? children.some((child) => child.isDone)
        : children.every((child) => child.isDone);
    node.childDone = () => isOver() && this.#finish(node);
    node.childDone();
    return node;
  }
}
