package io.qunfa.simulator.media;

import io.qunfa.simulator.corp.Corp;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Temporary media: they live three days and belong to one corp. Thread-safe. */
@Component
public class MediaStore {
  private static final Duration LIFE = Duration.ofDays(3);
  private static final int ID_BYTES = 48;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Medium> media = new HashMap<>();
  private final Map<String, FileContent> contents = new HashMap<>();

  MediaStore(Clock clock) {
    this.clock = clock;
  }

  synchronized Medium add(Corp corp, MediaType type, Upload upload) {
    Instant now = clock.instant();
    forgetExpired(now);
    FileContent content =
        contents.computeIfAbsent(upload.content().sha256(), added -> upload.content());
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Medium medium =
        new Medium(
            id, corp.id(), type, upload.fileName(), upload.contentType(), content, now.plus(LIFE));
    media.put(id, medium);
    return medium;
  }

  /** The medium, unless it has expired or belongs to another corp. */
  synchronized Optional<Medium> find(Corp corp, String id) {
    return Optional.ofNullable(media.get(id))
        .filter(medium -> medium.corpId().equals(corp.id()))
        .filter(medium -> clock.instant().isBefore(medium.expiresAt()));
  }

  /** True if a message of the corp may carry the medium as the type now. */
  public boolean usable(Corp corp, String id, MediaType type) {
    return find(corp, id).filter(medium -> medium.type() == type).isPresent();
  }

  /** The hex SHA-256 of a medium's bytes, while it lives. */
  public Optional<String> sha256Of(Corp corp, String id) {
    return find(corp, id).map(medium -> medium.content().sha256());
  }

  public synchronized void reset() {
    media.clear();
    contents.clear();
  }

  private void forgetExpired(Instant now) {
    if (media.values().removeIf(medium -> !now.isBefore(medium.expiresAt()))) {
      Set<String> used =
          media.values().stream()
              .map(medium -> medium.content().sha256())
              .collect(Collectors.toSet());
      contents.keySet().retainAll(used);
    }
  }
}
