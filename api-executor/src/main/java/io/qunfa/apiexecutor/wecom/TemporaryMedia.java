package io.qunfa.apiexecutor.wecom;

import io.qunfa.content.MediaKind;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.springframework.stereotype.Component;

/** Uploads files that live three days at WeCom: wecom-api 6. */
@Component
public class TemporaryMedia {
  private static final MediaType BYTES = MediaType.get("application/octet-stream");

  private final WecomCalls calls;
  private final WecomSettings settings;

  TemporaryMedia(WecomCalls calls, WecomSettings settings) {
    this.calls = calls;
    this.settings = settings;
  }

  /** Answers the media id. Harmless to repeat. */
  public WecomResult<String> upload(Authority authority, Upload upload) {
    MultipartBody body =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("media", upload.fileName(), upload.content())
            .build();
    return calls
        .post(
            new WecomHttp.Exchange(
                authority,
                "media_upload",
                "media/upload",
                Map.of("type", upload.kind().text()),
                body,
                settings.uploadTimeout()))
        .map(
            reply -> {
              String mediaId = reply.path("media_id").asText("");
              return mediaId.isEmpty()
                  ? new WecomResult.NoAnswer<>("an answer without error and without media_id")
                  : new WecomResult.Done<>(mediaId);
            });
  }

  /**
   * @param fileName as recipients will see it
   */
  public record Upload(MediaKind kind, String fileName, RequestBody content) {
    /** The bytes are not copied. */
    public static Upload of(MediaKind kind, String fileName, String contentType, byte[] bytes) {
      MediaType declared = MediaType.parse(contentType);
      return new Upload(
          kind, fileName, RequestBody.create(bytes, declared == null ? BYTES : declared));
    }
  }
}
