package io.qunfa.simulator.corp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A WeCom enterprise: its id, the secrets of its apps, and its directory. Thread-safe. */
public final class Corp {
  private final String id;
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final Directory directory = new Directory();

  Corp(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public Set<String> secrets() {
    return secrets;
  }

  public Directory directory() {
    return directory;
  }
}
