package io.qunfa.gateway.identity;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How a person logs in. The administrator's name and password are no part of this: they come from
 * QUNFA_ADMIN_USER and QUNFA_ADMIN_PASSWORD and are not kept.
 *
 * @param tokenLifetime how long a login lasts
 * @param attempts wrong passwords for one name from one address before it has to wait
 * @param addressAttempts wrong passwords from one address, whatever the names, before it has to
 *     wait; well above {@code attempts}, for many people may sit behind one address
 * @param pause how long it then waits, counted from the last wrong one
 * @param parallelChecks passwords checked at once; checking is slow on purpose and must not take
 *     the processors from everyone else
 * @param checkWait how long a login may wait for its check; it is asked to come back when more want
 *     in than can be checked
 * @param maxBody a larger login is refused
 * @param urgentExempt whether the administrator's logins carry the scope with which urgent messages
 *     may leave in quiet hours and single ones exceed the frequency cap, when they ask for it
 */
@Validated
@ConfigurationProperties("qunfa.login")
record LoginSettings(
    @DefaultValue("8h") Duration tokenLifetime,
    @DefaultValue("10") @Positive int attempts,
    @DefaultValue("100") @Positive int addressAttempts,
    @DefaultValue("1m") Duration pause,
    @DefaultValue("2") @Positive int parallelChecks,
    @DefaultValue("2s") Duration checkWait,
    @DefaultValue("16KB") DataSize maxBody,
    @DefaultValue("false") boolean urgentExempt) {
  LoginSettings {
    if (addressAttempts < attempts) {
      throw new IllegalArgumentException(
          "qunfa.login.address-attempts must be at least qunfa.login.attempts, got "
              + addressAttempts
              + " and "
              + attempts);
    }
  }
}
