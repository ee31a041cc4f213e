package io.qunfa.executor.send;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.executor.ChannelSender;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** How many executors there are and what they have in work. */
@Component
class SendMetrics {
  private final AtomicInteger inWork = new AtomicInteger();

  SendMetrics(MeterRegistry meters, ChannelSender channel) {
    String name = channel.channel().text();
    Gauge.builder("active.executors", () -> 1)
        .description("1 per live process, so that the sum counts the executors")
        .tag("channel", name)
        .register(meters);
    Gauge.builder("executor.jobs.in.flight", inWork::get)
        .description("messages taken from the broker and not yet acknowledged")
        .tag("channel", name)
        .register(meters);
  }

  void taken() {
    inWork.incrementAndGet();
  }

  void done() {
    inWork.decrementAndGet();
  }
}
