package io.qunfa.task.deadletter;

/** What died. */
public enum LetterKind {
  /** A send job that gave up. Its recipients stay planned until somebody decides. */
  JOB,
  /** A message of the broker, with its bytes and headers. */
  MESSAGE
}
