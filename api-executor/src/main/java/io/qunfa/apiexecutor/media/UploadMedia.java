package io.qunfa.apiexecutor.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.apiexecutor.token.CallWithToken;
import io.qunfa.apiexecutor.wecom.TemporaryMedia;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.content.MediaUse;
import io.qunfa.executor.Slots;
import io.qunfa.executor.suite.StoredMedia;
import io.qunfa.executor.suite.TaskService;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Gives stored files an id at WeCom: the one they have there, or by an upload, each file once at a
 * time in this process.
 */
@Component
public class UploadMedia {
  private final TaskService tasks;
  private final TemporaryMedia wecom;
  private final CallWithToken calls;
  private final MediaIds ids;
  private final MediaSettings settings;
  private final Slots uploads = new Slots();

  /** A reference always means the same bytes, so they need not be fetched to look for their id. */
  private final Cache<Stored, String> fingerprints =
      Caffeine.newBuilder().maximumSize(10_000).build();

  UploadMedia(
      TaskService tasks,
      TemporaryMedia wecom,
      CallWithToken calls,
      MediaIds ids,
      MediaSettings settings) {
    this.tasks = tasks;
    this.wecom = wecom;
    this.calls = calls;
    this.ids = ids;
    this.settings = settings;
  }

  /** Throws what {@link TaskService#media} and {@link CallWithToken#call} throw. */
  public WecomResult<String> idOf(CallWithToken.Login login, MediaUse use) {
    Optional<String> known = known(login, use);
    if (known.isPresent()) {
      return new WecomResult.Done<>(known.get());
    }
    Slots.Wanted place =
        new Slots.Wanted(login.corpId() + " " + use.kind() + " " + use.media(), 1, 1);
    Slots.Wanted anyUpload = new Slots.Wanted("any", settings.parallelUploads(), 1);
    try {
      Optional<Slots.Held> held = uploads.take(List.of(place, anyUpload), settings.waitForUpload());
      if (held.isEmpty()) {
        return new WecomResult.NotSent<>("other jobs are uploading files");
      }
      try {
        known = known(login, use);
        return known.isPresent() ? new WecomResult.Done<>(known.get()) : upload(login, use);
      } finally {
        held.get().close();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new WecomResult.NotSent<>("the process is stopping");
    }
  }

  /**
   * WeCom does not know the file by this id any more: the next {@link #idOf} uploads it, unless
   * somebody has done so.
   */
  public void forget(CallWithToken.Login login, MediaUse use, String mediaId) {
    String fingerprint = fingerprints.getIfPresent(new Stored(login.tenantId(), use));
    if (fingerprint != null) {
      ids.forget(login.corpId(), fingerprint, mediaId);
    }
  }

  /** Whether this is the first time that WeCom does not know a file of the job. */
  public boolean firstLossOf(CallWithToken.Login login, JobId job) {
    return ids.firstLossOf(login.corpId(), job);
  }

  private Optional<String> known(CallWithToken.Login login, MediaUse use) {
    return Optional.ofNullable(fingerprints.getIfPresent(new Stored(login.tenantId(), use)))
        .flatMap(fingerprint -> ids.find(login.corpId(), fingerprint));
  }

  private WecomResult<String> upload(CallWithToken.Login login, MediaUse use) {
    StoredMedia media = tasks.media(login.tenantId(), use.media());
    String fingerprint = Fingerprint.of(use.kind(), media);
    fingerprints.put(new Stored(login.tenantId(), use), fingerprint);
    Optional<String> elsewhere = ids.find(login.corpId(), fingerprint);
    if (elsewhere.isPresent()) {
      return new WecomResult.Done<>(elsewhere.get());
    }
    TemporaryMedia.Upload upload =
        TemporaryMedia.Upload.of(use.kind(), media.fileName(), media.contentType(), media.bytes());
    WecomResult<String> result = calls.call(login, authority -> wecom.upload(authority, upload));
    if (result instanceof WecomResult.Done<String> done) {
      ids.keep(login.corpId(), fingerprint, done.value());
    }
    return result;
  }

  private record Stored(TenantId tenant, MediaUse use) {}
}
