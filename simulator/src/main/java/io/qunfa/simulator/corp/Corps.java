package io.qunfa.simulator.corp;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** All corps that this WeCom knows. */
@Component
public class Corps {
  private final Map<String, Corp> corps = new ConcurrentHashMap<>();

  public Optional<Corp> find(String id) {
    return Optional.ofNullable(corps.get(id));
  }

  /** Adds a corp, or secrets and members to one that is there. */
  public Corp upsert(String id, Collection<String> secrets, Collection<String> members) {
    Corp corp = corps.computeIfAbsent(id, Corp::new);
    corp.secrets().addAll(secrets);
    members.forEach(corp.directory()::addMember);
    return corp;
  }

  public List<Corp> all() {
    return corps.values().stream().sorted(Comparator.comparing(Corp::id)).toList();
  }

  public void reset() {
    corps.clear();
  }
}
