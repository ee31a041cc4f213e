package io.qunfa.account.pool;

/** By an order, some account may send that could not before, or the other way round. */
public record AccountsMoved() {}
