package io.qunfa.account.token;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps WeCom from blocking the address that all credentials of all tenants are asked from: a
 * budget of refused askings per hour for the whole installation, and a rest for all once WeCom says
 * that it was asked too often (wecom-api 1.2). Kept in MySQL, so that it holds for every replica
 * and survives Redis. An asking counts as refused until WeCom has given a token for it, so those
 * that are under way together stay within the budget too, and a replica that dies leaves it used.
 */
@Component
class SpareAddress {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final InstantSource time;
  private final TokenSettings settings;

  SpareAddress(JdbcClient jdbc, InstantSource time, TokenSettings settings) {
    this.jdbc = jdbc;
    this.time = time;
    this.settings = settings;
  }

  /** Throws the problem for the caller while everybody rests. */
  void requireNoBlock() {
    requireNoBlock("select blocked_until, reason from gettoken_block where tenant_id = 0");
  }

  /**
   * Before each asking. Throws the problem for the caller if it might be one too many.
   *
   * @param proven of a secret that WeCom knows; those it may not know share half of the budget, so
   *     that a tenant's wrong secrets do not keep all others from new tokens
   * @return the minute it is counted in
   */
  @Transactional
  public long take(boolean proven) {
    // The lock makes all replicas count one after the other.
    requireNoBlock(
        "select blocked_until, reason from gettoken_block where tenant_id = 0 for update");
    long minute = thisMinute();
    long used = used(minute);
    int most = proven ? settings.refusedPerHour() : (settings.refusedPerHour() + 1) / 2;
    if (used >= most) {
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "WeCom refused %d askings for tokens in the last hour, of all credentials together, or has"
                  .formatted(used)
              + " not answered some of them yet. It blocks the address of an installation that goes"
              + " on, so no token is asked for with "
              + (proven ? "any secret" : "a secret that WeCom has never taken")
              + " after "
              + most
              + " of these (qunfa.tokens.refused-per-hour). Asking goes on as these get an hour old."
              + " GET /api/v1/corps/{corpId}/credentials shows which are wrong.");
    }
    jdbc.sql(
            """
            insert into gettoken_refusal (tenant_id, minute, askings) values (0, :minute, 1)
            on duplicate key update askings = askings + 1
            """)
        .param("minute", minute)
        .update();
    jdbc.sql("delete from gettoken_refusal where tenant_id = 0 and minute < :old")
        .param("old", minute - 2 * WINDOW.toMinutes())
        .update();
    return minute;
  }

  /** It was no refusal. */
  void giveBack(long minute) {
    jdbc.sql(
            """
            update gettoken_refusal set askings = askings - 1
            where tenant_id = 0 and minute = :minute and askings > 0
            """)
        .param("minute", minute)
        .update();
  }

  /** WeCom says that it was asked too often. The problem for the caller. */
  Problem block(String why) {
    Instant until = time.instant().plus(settings.tooOftenFor()).truncatedTo(ChronoUnit.SECONDS);
    jdbc.sql(
            """
            update gettoken_block set blocked_until = :until, reason = :why
            where tenant_id = 0 and (blocked_until is null or blocked_until < :until)
            """)
        .param("until", Timestamp.from(until))
        .param("why", why)
        .update();
    return blocked(new Block(until, why));
  }

  /** How it stands, for the metrics. */
  State state() {
    Block block = read("select blocked_until, reason from gettoken_block where tenant_id = 0");
    return new State(used(thisMinute()), block.holdsAt(time.instant()));
  }

  private void requireNoBlock(String query) {
    Block block = read(query);
    if (block.holdsAt(time.instant())) {
      throw blocked(block);
    }
  }

  private Block read(String query) {
    return jdbc.sql(query)
        .query(
            (row, number) -> {
              Timestamp until = row.getTimestamp("blocked_until");
              return new Block(until == null ? null : until.toInstant(), row.getString("reason"));
            })
        .single();
  }

  private long used(long minute) {
    return jdbc.sql(
            """
            select coalesce(sum(askings), 0) from gettoken_refusal
            where tenant_id = 0 and minute between :from and :to
            """)
        .param("from", minute - WINDOW.toMinutes())
        .param("to", minute)
        .query(Long.class)
        .single();
  }

  private long thisMinute() {
    return Duration.ofMillis(time.millis()).toMinutes();
  }

  private static Problem blocked(Block block) {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "WeCom says that this installation asks for tokens too often ("
            + block.why()
            + ") and may have blocked its address. No token is asked for, of any credential, before "
            + block.until()
            + "; tokens that are there are used until they end.");
  }

  private record Block(@Nullable Instant until, String why) {
    boolean holdsAt(Instant now) {
      return until != null && now.isBefore(until);
    }
  }

  /**
   * @param refused askings of the last hour that WeCom refused or has not answered yet
   * @param blocked nobody asks for the time being
   */
  record State(long refused, boolean blocked) {}
}
