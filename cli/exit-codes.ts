/** What the shell sees: 0 done, 1 failed (the message says why), 2 the command line is wrong. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;
