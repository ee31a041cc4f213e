package io.qunfa.simulator.tag;

import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.wecom.WecomError;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The tags of all corps. Thread-safe. */
@Component
public class Tags {
  private final Map<String, CorpTags> byCorp = new ConcurrentHashMap<>();

  CorpTags of(Corp corp) {
    return byCorp.computeIfAbsent(corp.id(), id -> new CorpTags());
  }

  /** Refuses tag ids which the corp does not have: 40068. */
  public void requireKnown(Corp corp, Collection<String> tagIds) {
    CorpTags tags = of(corp);
    if (!tagIds.stream().allMatch(tags::knows)) {
      throw new WecomError(40068);
    }
  }

  public void reset() {
    byCorp.clear();
  }
}
