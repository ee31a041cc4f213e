package io.qunfa.apiexecutor.media;

import io.qunfa.ids.CorpId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * WeCom's ids of files that were uploaded lately, shared by all executors. Without Redis files are
 * uploaded more often, that is all.
 */
@Component
class MediaIds {
  private static final Logger log = LoggerFactory.getLogger(MediaIds.class);

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

  void forget(CorpId corp, String fingerprint) {
    try {
      redis.delete(key(corp, fingerprint));
    } catch (DataAccessException away) {
      log.warn("Redis does not answer; an id that WeCom forgot stays for a while", away);
    }
  }

  private static String key(CorpId corp, String fingerprint) {
    return "qunfa:{" + corp + "}:media:" + fingerprint;
  }
}
