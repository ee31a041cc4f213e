package io.qunfa.simulator.fault;

/** What goes wrong. */
public enum FaultKind {
  /** errcode -1. */
  BUSY,
  /** errcode 45009. */
  RATE_45009,
  /** errcode 45033. */
  CONCURRENCY_45033,
  /** The errcode given with the fault. */
  ERRCODE,
  /** The token is over: 42001, and gettoken gives a new one. */
  TOKEN_EXPIRED,
  /** The platform takes the token back: 40014, and gettoken gives a new one. */
  TOKEN_INVALID,
  /** The answer comes late. */
  SLOW,
  /** No answer comes for a long time; then the connection is cut. */
  HANG,
  /** The connection is reset before the call had any effect. */
  RESET_BEFORE,
  /** The connection is reset after the call had its effect, instead of an answer. */
  RESET_AFTER,
  /** HTTP 200 with a page that is no JSON. */
  GARBAGE,
  /** HTTP 500 with a page that is no JSON. */
  HTTP_500;

  /** True if the fault may strike on either side of the effect. */
  boolean knowsBothSides() {
    return this == SLOW || this == HANG || this == GARBAGE || this == HTTP_500;
  }
}
