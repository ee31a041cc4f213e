package io.qunfa.account.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.account.RunningService;
import io.qunfa.ids.TenantId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Has Redis forget all that it counted for a tenant and the installation, or go back to what it
 * once was.
 */
final class LostCounts {
  private final List<RunningService> replicas;
  private final StringRedisTemplate redis;
  private final TenantId tenant;
  private Map<String, byte[]> old = Map.of();

  LostCounts(List<RunningService> replicas, TenantId tenant) {
    this.replicas = replicas;
    this.redis = replicas.getFirst().bean(StringRedisTemplate.class);
    this.tenant = tenant;
  }

  /** So that no day of an earlier test counts. Before anything was asked. */
  static void forgetInstallation(RunningService running) {
    StringRedisTemplate redis = running.bean(StringRedisTemplate.class);
    redis.delete(redis.keys("qunfa:{0}:*"));
    JdbcClient jdbc = running.bean(JdbcClient.class);
    jdbc.sql("delete from limiter where tenant_id = 0").update();
    jdbc.sql("delete from daily_credit where tenant_id = 0").update();
  }

  void remember() {
    Map<String, byte[]> dumped = new LinkedHashMap<>();
    for (String key : keys()) {
      byte[] value =
          redis.execute(
              (RedisCallback<byte[]>)
                  connection -> connection.keyCommands().dump(key.getBytes(UTF_8)));
      if (value != null) {
        dumped.put(key, value);
      }
    }
    old = dumped;
  }

  void lose(boolean toOldData) {
    redis.delete(keys());
    if (toOldData) {
      old.forEach(
          (key, value) ->
              redis.execute(
                  (RedisCallback<Object>)
                      connection -> {
                        connection.keyCommands().restore(key.getBytes(UTF_8), 0, value, true);
                        return null;
                      }));
    }
  }

  /** What replicas do while they are in doubt, after Redis was connected again. */
  void replicasTellWhatTheySaw() {
    replicas.forEach(replica -> replica.bean(Generations.class).exchange());
    replicas.forEach(replica -> replica.bean(Generations.class).exchange());
  }

  private Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(redis.keys("qunfa:{" + tenant + "[:}]*"));
    keys.addAll(redis.keys("qunfa:{0}:*"));
    return keys;
  }
}
