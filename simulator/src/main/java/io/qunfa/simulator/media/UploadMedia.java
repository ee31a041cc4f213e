package io.qunfa.simulator.media;

import io.qunfa.simulator.settings.CurrentSettings;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import java.io.IOException;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Takes a temporary medium. */
@Component
class UploadMedia implements WecomApi {
  private final MediaStore store;
  private final CurrentSettings settings;
  private final Clock clock;

  UploadMedia(MediaStore store, CurrentSettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("media/upload");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    MediaType type = MediaType.named(call.query().get("type"));
    Upload upload = Upload.read(call);
    type.check(upload.content(), settings.get().imageMaxBytes());
    Medium medium = store.add(call.corp(), type, upload);
    String createdAt = Long.toString(clock.instant().getEpochSecond());
    return new Reply.Fields(
        "",
        json -> {
          json.writeStringField("type", type.wireName());
          json.writeStringField("media_id", medium.id());
          json.writeStringField("created_at", createdAt);
        });
  }
}
