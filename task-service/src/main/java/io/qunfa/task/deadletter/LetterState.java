package io.qunfa.task.deadletter;

/** What became of a dead letter. One that was replayed and dies again is DEAD again. */
public enum LetterState {
  /** Waits for a decision. */
  DEAD,
  /** Was sent on its way again: a job into its lane, a message into its queue. */
  REPLAYED,
  /** Somebody gave it up: the recipients of a job are CANCELLED. */
  DISCARDED,
  /** The campaign of the job was cancelled or has expired. */
  WITHDRAWN,
  /** The channel turned out to have the job. */
  SETTLED
}
