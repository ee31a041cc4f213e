package io.qunfa.apiexecutor.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Lets one of many simultaneous askers load and gives all of them its answer, or its exception.
 * Keeps nothing once the answer is there. Waiting takes as long as the loader, which needs a time
 * limit of its own.
 */
final class SingleFlight<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

  V load(K key, Supplier<V> loader) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = underWay.putIfAbsent(key, mine);
    if (other != null) {
      return answerOf(other);
    }
    try {
      V value = loader.get();
      mine.complete(value);
      return value;
    } catch (RuntimeException failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      underWay.remove(key, mine);
    }
  }

  private static <V> V answerOf(CompletableFuture<V> other) {
    try {
      return other.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
