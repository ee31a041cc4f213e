package io.qunfa.permit;

/** What the channel complained about when it pushed back. */
public enum PushBack {
  /** Called too often (45009): the API of the corp is closed for a while and slower afterwards. */
  RATE,
  /** Too many calls at once (45033): fewer of the corp's calls of the API are let run together. */
  CONCURRENCY,
  /**
   * The corp's credential, permission or address: a person must act, the account is not to blame.
   */
  CORP,
  /** Anything else: the account rests. */
  OTHER
}
