package io.qunfa.account.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How calls of an account went lately, 0 to 1. Every call counts 1 in {@code seen} and 0 to 1 in
 * {@code good} (accepted 1, unknown and refused a half, pushed back 0), and both halve with every
 * half-life, so old calls are forgotten. The score is {@code (good + 4) / (seen + 4)}: an account
 * nobody knows anything about is healthy, and one bad call is no catastrophe.
 */
public record Health(double good, double seen, Instant at) {
  private static final double BENEFIT_OF_DOUBT = 4;

  public static Health of(ResultSet row) throws SQLException {
    return new Health(
        row.getDouble("health_good"),
        row.getDouble("health_seen"),
        Objects.requireNonNull(Working.moment(row, "health_at")));
  }

  double score(Instant now, Duration halfLife) {
    double elapsed = Math.max(0, Duration.between(at, now).toMillis());
    double left = Math.pow(0.5, elapsed / halfLife.toMillis());
    return (good * left + BENEFIT_OF_DOUBT) / (seen * left + BENEFIT_OF_DOUBT);
  }
}
