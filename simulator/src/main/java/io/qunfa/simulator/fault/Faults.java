package io.qunfa.simulator.fault;

import io.qunfa.simulator.settings.Chance;
import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** The faults that are ordered now; the first that strikes a call is taken. Thread-safe. */
@Component
public class Faults {
  private final CurrentSettings settings;
  private final List<Ordered> ordered = new CopyOnWriteArrayList<>();
  private final AtomicLong ids = new AtomicLong();

  Faults(CurrentSettings settings) {
    this.settings = settings;
  }

  public String order(FaultRule rule) {
    Ordered added = new Ordered("fault-" + ids.incrementAndGet(), rule);
    ordered.add(added);
    return added.id();
  }

  /** The fault that strikes this call, if any; it is used up by one. */
  public Optional<FaultRule> strike(Endpoint endpoint) {
    long seed = settings.get().seed();
    Optional<Ordered> struck =
        ordered.stream()
            .filter(fault -> fault.rule().means(endpoint))
            .filter(fault -> fault.strikes(seed))
            .findFirst();
    struck.filter(Ordered::isOver).ifPresent(ordered::remove);
    return struck.map(Ordered::rule);
  }

  public List<Status> all() {
    return ordered.stream().map(Ordered::status).toList();
  }

  public boolean cancel(String id) {
    return ordered.removeIf(candidate -> candidate.id().equals(id));
  }

  public void reset() {
    ordered.clear();
  }

  /** A fault as it stands: how many calls it struck. */
  public record Status(String id, FaultRule rule, long struck) {}

  private static final class Ordered {
    private final String id;
    private final FaultRule rule;
    private long seen;
    private long struck;

    Ordered(String id, FaultRule rule) {
      this.id = id;
      this.rule = rule;
    }

    String id() {
      return id;
    }

    FaultRule rule() {
      return rule;
    }

    synchronized boolean strikes(long seed) {
      if (isOver()) {
        return false;
      }
      Double probability = rule.probability();
      boolean struckNow =
          probability == null
              || Chance.of(seed, Chance.Question.FAULT, id.hashCode(), seen) < probability;
      seen++;
      if (struckNow) {
        struck++;
      }
      return struckNow;
    }

    synchronized boolean isOver() {
      Integer count = rule.count();
      return count != null && struck >= count;
    }

    synchronized Status status() {
      return new Status(id, rule, struck);
    }
  }
}
