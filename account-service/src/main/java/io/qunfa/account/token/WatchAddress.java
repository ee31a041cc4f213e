package io.qunfa.account.token;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Shows operators how near the installation is to being blocked by WeCom. */
@Component
class WatchAddress {
  private static final Logger log = LoggerFactory.getLogger(WatchAddress.class);

  private final SpareAddress address;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicBoolean blocked = new AtomicBoolean();

  WatchAddress(SpareAddress address, TokenSettings settings, MeterRegistry meters) {
    this.address = address;
    Gauge.builder("token.askings.refused", refused, AtomicLong::get)
        .description("Askings for tokens that WeCom refused in the last hour, of all replicas")
        .register(meters);
    Gauge.builder("token.askings.budget", settings, TokenSettings::refusedPerHour)
        .description("At so many refused ones in an hour no token is asked for")
        .register(meters);
    Gauge.builder("token.askings.blocked", blocked, on -> on.get() ? 1 : 0)
        .description("1 while nobody asks because WeCom said too often; 1 is an alarm")
        .register(meters);
  }

  @Scheduled(fixedDelayString = "${qunfa.tokens.watch-every:5s}")
  void look() {
    SpareAddress.State state = address.state();
    refused.set(state.refused());
    if (state.blocked() && !blocked.get()) {
      log.error(
          "ALARM: WeCom says that tokens are asked for too often and may have blocked our address:"
              + " nobody asks for the time being");
    }
    blocked.set(state.blocked());
  }
}
