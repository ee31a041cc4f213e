package io.qunfa.account.token;

import io.qunfa.account.credential.Credentials;
import io.qunfa.account.credential.CurrentSecret;
import io.qunfa.account.credential.Rejection;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Keeps all replicas from asking WeCom again and again for what it just refused: WeCom blocks an
 * address that does. A secret it rejects is tried a few times with growing pauses and then not
 * before another is posted. An address that is not trusted is put right at WeCom without a new
 * secret, so it is asked again for ever, with pauses that grow up to {@code longestPause}.
 */
@Component
class HoldOff {
  private static final Logger log = LoggerFactory.getLogger(HoldOff.class);
  private static final int UNTRUSTED_ADDRESS = 60020;

  /** More doublings than that always exceed the longest pause. */
  private static final int MOST_DOUBLINGS = 20;

  private static final RedisScript<Long> COUNT = TokenCache.script("count-fetch.lua");

  private final Credentials credentials;
  private final SpareAddress address;
  private final StringRedisTemplate redis;
  private final InstantSource time;
  private final TokenSettings settings;

  HoldOff(
      Credentials credentials,
      SpareAddress address,
      StringRedisTemplate redis,
      InstantSource time,
      TokenSettings settings) {
    this.credentials = credentials;
    this.address = address;
    this.redis = redis;
    this.time = time;
    this.settings = settings;
  }

  /** Throws the problem for the caller if WeCom must not be asked now. */
  void requireLeaveToAsk(CurrentSecret secret) {
    Rejection rejection = secret.rejection();
    if (rejection != null && rejection.holdsAt(time.instant())) {
      throw RejectedAdvice.problem(secret.key(), rejection);
    }
    address.requireNoBlock();
    String outage = redis.opsForValue().get(new TokenKeys(secret.key()).outage());
    if (outage != null) {
      throw unavailable(outage);
    }
    String fetches = redis.opsForValue().get(new TokenKeys(secret.key()).fetches(secret.version()));
    if (fetches != null && Integer.parseInt(fetches) >= settings.fetchesTogether()) {
      throw new Problem(
          ProblemCode.UPSTREAM_UNAVAILABLE,
          "For credential "
              + secret.key().credentialId()
              + " WeCom gave "
              + fetches
              + " tokens within "
              + settings.fetchSpacing()
              + ", and each was refused afterwards or did not open here. It is asked again after"
              + " that time. If this goes on, compare QUNFA_CREDENTIAL_KEY of all replicas: one"
              + " seals with a key that another lacks.");
    }
  }

  /** Counts it: a secret that needs one token after the other must wait. */
  void after(CurrentSecret secret, TokenAnswer.Fetched answer) {
    Duration life =
        answer.life().compareTo(settings.fetchSpacing()) < 0
            ? answer.life()
            : settings.fetchSpacing();
    redis.execute(
        COUNT,
        List.of(new TokenKeys(secret.key()).fetches(secret.version())),
        Long.toString(life.toMillis()));
  }

  /** Remembers it and raises the alarm. */
  Problem after(CurrentSecret secret, TokenAnswer.Rejected answer) {
    Rejection rejection = rejection(secret.rejection(), answer);
    credentials.rejected(secret, rejection);
    Problem problem = RejectedAdvice.problem(secret.key(), rejection);
    log.error("ALARM: {} Until then nothing is sent with this credential.", problem.getMessage());
    return problem;
  }

  /** Lets those who wait share this answer instead of each asking for its own. */
  Problem after(CurrentSecret secret, TokenAnswer.Unavailable answer) {
    if (answer.tooOften()) {
      return address.block(answer.why());
    }
    redis
        .opsForValue()
        .set(new TokenKeys(secret.key()).outage(), answer.why(), settings.unavailableFor());
    return unavailable(answer.why());
  }

  private Rejection rejection(@Nullable Rejection before, TokenAnswer.Rejected answer) {
    int tries = before == null ? 1 : before.tries() + 1;
    boolean untrusted = answer.code() == UNTRUSTED_ADDRESS;
    Duration first = untrusted ? settings.untrustedFor() : settings.rejectedFor();
    Duration doubled = first.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
    Duration pause =
        doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
    Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean last = !untrusted && tries >= settings.rejectedTries();
    return new Rejection(
        answer.code(), answer.message(), tries, now, last ? null : now.plus(pause));
  }

  private static Problem unavailable(String why) {
    return new Problem(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "WeCom gives no token now (" + why + "). It is asked again with one of the next jobs.");
  }
}
