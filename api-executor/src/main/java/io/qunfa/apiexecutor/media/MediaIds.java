package io.qunfa.apiexecutor.media;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * WeCom's ids of files that were uploaded lately, shared by all executors. Without Redis files are
 * uploaded more often, that is all.
 */
@Component
class MediaIds {
  private static final Logger log = LoggerFactory.getLogger(MediaIds.class);

  /** Two jobs may meet the same dead id; the later one must not forget what the first uploaded. */
  private static final RedisScript<Long> FORGET =
      RedisScript.of(
          """
          if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
          return 0
          """,
          Long.class);

  private final StringRedisTemplate redis;
  private final MediaSettings settings;

  MediaIds(StringRedisTemplate redis, MediaSettings settings) {
    this.redis = redis;
    this.settings = settings;
  }

  Optional<String> find(CorpId corp, String fingerprint) {
    try {
      return Optional.ofNullable(redis.opsForValue().get(key(corp, fingerprint)));
    } catch (DataAccessException away) {
      log.warn("Redis does not answer; the file is uploaded again", away);
      return Optional.empty();
    }
  }

  void keep(CorpId corp, String fingerprint, String mediaId) {
    try {
      redis.opsForValue().set(key(corp, fingerprint), mediaId, settings.usedFor());
    } catch (DataAccessException away) {
      log.warn("Redis does not answer; the next job uploads the file again", away);
    }
  }

  /** Unless another id has taken its place meanwhile. */
  void forget(CorpId corp, String fingerprint, String mediaId) {
    try {
      redis.execute(FORGET, List.of(key(corp, fingerprint)), mediaId);
    } catch (DataAccessException away) {
      log.warn("Redis does not answer; an id that WeCom forgot stays for a while", away);
    }
  }

  /**
   * True for the first asker about this job, for as long as ids are used; also if Redis does not
   * answer.
   */
  boolean firstLossOf(CorpId corp, JobId job) {
    try {
      return !Boolean.FALSE.equals(
          redis
              .opsForValue()
              .setIfAbsent("qunfa:{" + corp + "}:media-lost:" + job, "1", settings.usedFor()));
    } catch (DataAccessException away) {
      log.warn("Redis does not answer; job {} may be put off once more for its files", job, away);
      return true;
    }
  }

  private static String key(CorpId corp, String fingerprint) {
    return "qunfa:{" + corp + "}:media:" + fingerprint;
  }
}
