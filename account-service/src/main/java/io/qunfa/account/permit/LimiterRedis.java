package io.qunfa.account.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.stereotype.Component;

/**
 * Runs one script many times in one round trip. Each run is atomic, the batch is not. Every script
 * may run twice with the same arguments: the second run answers like the first or changes nothing.
 */
@Component
class LimiterRedis {
  private final StringRedisTemplate redis;

  LimiterRedis(StringRedisTemplate redis) {
    this.redis = redis;
  }

  /**
   * The answers in the order of the runs.
   *
   * @throws DataAccessException if Redis did not answer in time; some runs may have happened
   */
  List<Object> run(LimiterScript script, ReturnType answer, List<Run> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    try {
      return pipelined(script, answer, runs);
    } catch (DataAccessException failed) {
      if (!isUnknownScript(failed)) {
        throw failed;
      }
      redis.execute(
          (RedisConnection connection) ->
              connection.scriptingCommands().scriptLoad(script.source()));
      return pipelined(script, answer, runs);
    }
  }

  private List<Object> pipelined(LimiterScript script, ReturnType answer, List<Run> runs) {
    RedisCallback<Object> batch =
        connection -> {
          for (Run run : runs) {
            connection
                .scriptingCommands()
                .evalSha(script.sha(), answer, run.keys().size(), run.bytes());
          }
          return null;
        };
    return redis.executePipelined(batch, RedisSerializer.string());
  }

  private static boolean isUnknownScript(DataAccessException failed) {
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failed).getMessage())
        .contains("NOSCRIPT");
  }

  record Run(List<String> keys, List<String> arguments) {
    Run {
      keys = List.copyOf(keys);
      arguments = List.copyOf(arguments);
    }

    byte[][] bytes() {
      return Stream.concat(keys.stream(), arguments.stream())
          .map(text -> text.getBytes(UTF_8))
          .toArray(byte[][]::new);
    }
  }
}
