package io.qunfa.data.ledger;

import java.time.LocalDate;

/**
 * Against what a job's planned recipients were checked last.
 *
 * @param day the day of the corp for which they are counted
 * @param policyVersion of the corp's recipient policy
 * @param suppressionMark the corp's, read before its suppressions were
 */
public record CheckedAgainst(LocalDate day, int policyVersion, long suppressionMark) {}
