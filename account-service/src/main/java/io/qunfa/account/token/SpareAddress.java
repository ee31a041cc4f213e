package io.qunfa.account.token;

import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.account.token.RefusedAskings.Asking;
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
 *
 * <p>Secrets that WeCom may not know share half of the budget. A tenant leaves as much of whatever
 * budget as it has used itself, unless it is the only one: wrong secrets of one leave half to the
 * others, of two a quarter, and there is something left for many.
 */
@Component
class SpareAddress {
  private static final String NEXT =
      " Asking goes on as these get an hour old. GET /api/v1/corps/{corpId}/credentials shows which"
          + " are wrong.";

  private final JdbcClient jdbc;
  private final RefusedAskings askings;
  private final InstantSource time;
  private final TokenSettings settings;

  SpareAddress(
      JdbcClient jdbc, RefusedAskings askings, InstantSource time, TokenSettings settings) {
    this.jdbc = jdbc;
    this.askings = askings;
    this.time = time;
    this.settings = settings;
  }

  /** Throws the problem for the caller while everybody rests. */
  void requireNoBlock() {
    requireNoBlock("select blocked_until, reason from gettoken_block where tenant_id = 0");
  }

  /** Before each asking. Throws the problem for the caller if it might be one too many. */
  @Transactional
  public Asking take(CurrentSecret secret) {
    // The lock makes all replicas count one after the other.
    requireNoBlock(
        "select blocked_until, reason from gettoken_block where tenant_id = 0 for update");
    Asking asking = new Asking(secret.key().tenantId(), thisMinute(), secret.proven());
    requireBudget(asking);
    askings.add(asking);
    return asking;
  }

  private void requireBudget(Asking asking) {
    int most = settings.refusedPerHour();
    int mostUnproven = (most + 1) / 2;
    RefusedAskings.Used used = askings.lastHour(asking);
    if (used.all() >= most || (!asking.proven() && used.unproven() >= mostUnproven)) {
      throw allUsed(asking, used.all());
    }
    boolean share =
        used.own() + used.all() < most
            && (asking.proven() || used.ownUnproven() + used.unproven() < mostUnproven);
    if (!share && !askings.isOfTheOnlyTenant(asking.tenant())) {
      throw shareUsed(used.own());
    }
  }

  private Problem allUsed(Asking asking, long used) {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "WeCom refused %d askings for tokens in the last hour, of all credentials together, or has"
                .formatted(used)
            + " not answered some of them yet. It blocks the address of an installation that goes"
            + " on, so no token is asked for with "
            + (asking.proven() ? "any secret" : "a secret that WeCom has never taken")
            + " when that is too many (qunfa.tokens.refused-per-hour)."
            + NEXT);
  }

  private Problem shareUsed(long used) {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "WeCom refused %d askings for tokens of this tenant in the last hour, or has not answered"
                .formatted(used)
            + " some of them yet. All tenants are asked for from one address, which WeCom blocks,"
            + " so a tenant leaves as many for the others (qunfa.tokens.refused-per-hour)."
            + NEXT);
  }

  /** It was no refusal. */
  void giveBack(Asking asking) {
    askings.remove(asking);
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
    return new State(askings.lastHour(thisMinute()), block.holdsAt(time.instant()));
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
