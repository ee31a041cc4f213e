package io.qunfa.account.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.autoconfigure.data.redis.RedisProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Runs one script many times in one round trip, over the connection that all threads share. Each
 * run is atomic, the batch is not. Every script may run twice with the same arguments: the second
 * run answers like the first or changes nothing.
 */
@Component
class LimiterRedis {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

  private final StringRedisTemplate redis;
  private final Duration timeout;

  LimiterRedis(StringRedisTemplate redis, RedisProperties properties) {
    this.redis = redis;
    this.timeout = properties.getTimeout() == null ? DEFAULT_TIMEOUT : properties.getTimeout();
  }

  /**
   * The answers in the order of the runs: Long, String, or a list of these.
   *
   * @throws DataAccessException if Redis did not answer in time; some runs may have happened
   */
  List<Object> run(LimiterScript script, List<Run> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    RedisCallback<List<Object>> batch = connection -> run(commands(connection), script, runs);
    List<Object> answers = redis.execute(batch);
    if (answers == null) {
      throw new IllegalStateException("Redis answered nothing");
    }
    return answers;
  }

  private List<Object> run(
      RedisClusterAsyncCommands<byte[], byte[]> commands, LimiterScript script, List<Run> runs) {
    try {
      try {
        return answers(commands, script, runs);
      } catch (RedisNoScriptException unknown) {
        await(commands.scriptLoad(script.source()));
        return answers(commands, script, runs);
      }
    } catch (RedisException failed) {
      throw new RedisSystemException("Redis did not run " + script, failed);
    }
  }

  private List<Object> answers(
      RedisClusterAsyncCommands<byte[], byte[]> commands, LimiterScript script, List<Run> runs) {
    List<RedisFuture<Object>> futures = new ArrayList<>(runs.size());
    for (Run run : runs) {
      futures.add(
          commands.evalsha(
              script.sha(), script.answer(), bytes(run.keys()), bytes(run.arguments())));
    }
    List<Object> answers = new ArrayList<>(runs.size());
    for (RedisFuture<Object> future : futures) {
      answers.add(text(await(future)));
    }
    return answers;
  }

  private <T> T await(RedisFuture<T> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      future.cancel(true);
      throw new QueryTimeoutException("Redis did not answer within " + timeout, late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RedisException known) {
        throw known;
      }
      throw new RedisSystemException("Redis did not answer", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RedisConnectionFailureException("interrupted while Redis was asked", interrupted);
    }
  }

  @SuppressWarnings("unchecked") // The template's connections speak bytes.
  private static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisConnection connection) {
    return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
  }

  private static Object text(Object answer) {
    return switch (answer) {
      case byte[] bytes -> new String(bytes, UTF_8);
      case List<?> parts -> parts.stream().map(LimiterRedis::text).toList();
      default -> answer;
    };
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  record Run(List<String> keys, List<String> arguments) {
    Run {
      keys = List.copyOf(keys);
      arguments = List.copyOf(arguments);
    }
  }
}
