package io.qunfa.simulator.token;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.WecomError;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Access tokens: one per corp and secret, the same until it expires. Thread-safe. */
@Component
public class Tokens {
  private static final int TOKEN_BYTES = 160;

  private final Clock clock;
  private final CurrentSettings settings;
  private final SecureRandom random = new SecureRandom();
  private final Map<App, Token> current = new ConcurrentHashMap<>();
  private final Map<String, Token> byText = new ConcurrentHashMap<>();

  Tokens(Clock clock, CurrentSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** The app's token that is valid now, made if there is none. */
  Token issue(Corp corp, String secret) {
    Instant now = clock.instant();
    return current.compute(
        new App(corp.id(), secret),
        (app, token) -> token != null && token.validAt(now) ? token : fresh(corp, now));
  }

  /**
   * The corp which a token stands for.
   *
   * @throws WecomError 41001 if there is no token, 40014 if it was never given or taken back, 42001
   *     if it expired
   */
  public Corp corpOf(String text) {
    if (text.isEmpty()) {
      throw new WecomError(41001);
    }
    Token token = byText.get(text);
    if (token == null) {
      throw new WecomError(40014);
    }
    if (!token.validAt(clock.instant())) {
      throw new WecomError(42001);
    }
    return token.corp();
  }

  /** The token is over now, as if its time had come: 42001. */
  public void expire(String text) {
    byText.computeIfPresent(text, (same, token) -> token.until(Instant.EPOCH));
    current.values().removeIf(token -> token.text().equals(text));
  }

  /** The platform takes the token back: 40014. */
  public void revoke(String text) {
    forget(token -> token.text().equals(text));
  }

  /** Takes back all tokens, or those of one corp. */
  public int revokeAll(String corpId) {
    int before = byText.size();
    forget(token -> corpId.isEmpty() || token.corp().id().equals(corpId));
    return before - byText.size();
  }

  public void reset() {
    forget(token -> true);
  }

  private void forget(Predicate<Token> which) {
    byText.values().removeIf(which);
    current.values().removeIf(which);
  }

  private Token fresh(Corp corp, Instant now) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    Duration life = settings.get().tokenTtl();
    Token token =
        new Token(
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), corp, now.plus(life));
    byText.put(token.text(), token);
    return token;
  }

  record Token(String text, Corp corp, Instant end) {
    boolean validAt(Instant now) {
      return now.isBefore(end);
    }

    Token until(Instant newEnd) {
      return new Token(text, corp, newEnd);
    }
  }

  private record App(String corpId, String secret) {
    @Override
    public String toString() {
      return "App[" + corpId + "]";
    }
  }
}
