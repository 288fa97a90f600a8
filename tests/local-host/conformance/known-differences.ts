/** Where this host means to differ from the recordings, and why. */
export interface KnownDifference {
  /** The places at which the recordings differ; everything else must be equal. */
  at: RegExp;
  because: string;
  /** Set where two runs of the real extension differ, too. */
  isRacy?: true;
}

const failsLoudly = {
  at: /^\/(http|final|executions)\//,
  because: "the real extension hangs without a word; here the instance fails and says why",
};
const parserText = {
  at: /^\/http\/\d+\/response\/body\/(ExceptionMessage|StackTrace)/,
  because: "the text of .NET's JSON parser",
};
const historyShown = {
  at: /^\/(final\/0|activities)/,
  because:
    "the real extension cannot show this history (it answers 400) and runs the wrong task; here it is shown, and a failed instance starts nothing",
};
const order: KnownDifference = {
  at: /^\/(http|final|executions)\//,
  because: "independent activities finish in another order from run to run",
  isRacy: true,
};

/** By scenario. A test fails when an entry no longer applies. */
export const knownDifferences: Record<string, KnownDifference> = {
  activityFailsCaught: {
    at: /failObject|\/Reason$|^\/activities/,
    because:
      "the recording's bridge turns a thrown object into [object Object]; the Functions worker, and this host, into JSON",
  },
  allFails: order,
  changesName: historyShown,
  gainsTask: historyShown,
  concurrentStarts: {
    at: /^\/(http|final|executions|activities)/,
    because: "of eight starts at once exactly one is accepted here, the others get 409",
  },
  eventNumericName: {
    at: /^\/(http\/1|final|executions)/,
    because: "an event with a numeric name would complete a task; here it is refused with 400",
  },
  inputInvalid: parserText,
  raiseErrors: parserText,
  noSuchActivity: failsLoudly,
  noSuchChild: failsLoudly,
  restartRunning: {
    at: /^\/(http\/[04]|final\/1|http\/2)/,
    because: "the recording was taken before the restarted instance had been terminated; texts of .NET",
  },
  retryParallel: order,
  retryTimeout: { ...failsLoudly, at: /^\/(http|final|executions|activities)/ },
  statusErrors: {
    at: /^\/http\/5\/response\/body\//,
    because: "the text and stack of a .NET ArgumentException",
  },
  versionNewer: failsLoudly,
  versions: { ...failsLoudly, at: /^\/(http|final|executions|activities)/ },
};
