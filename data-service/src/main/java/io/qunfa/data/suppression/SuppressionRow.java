package io.qunfa.data.suppression;

/** One row of a list of customers who must not be written to. */
public record SuppressionRow(String externalUserId, String reason) {}
