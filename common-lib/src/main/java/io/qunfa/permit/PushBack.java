package io.qunfa.permit;

/** What the channel complained about when it pushed back. */
public enum PushBack {
  /** Called too often (45009): the API of the corp is closed for a while and slower afterwards. */
  RATE,
  /** Too many calls at once (45033): fewer of the corp's calls of the API are let run together. */
  CONCURRENCY,
  /** Anything else: the account rests. */
  OTHER
}
