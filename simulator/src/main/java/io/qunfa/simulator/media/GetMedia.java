package io.qunfa.simulator.media;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import org.springframework.stereotype.Component;

/** Gives a temporary medium back. */
@Component
class GetMedia implements WecomApi {
  private final MediaStore store;

  GetMedia(MediaStore store) {
    this.store = store;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get("media/get");
  }

  @Override
  public Reply answer(Call call) {
    String id = call.query().required("media_id", 41006);
    Medium medium = store.find(call.corp(), id).orElseThrow(() -> new WecomError(40007));
    return new Reply.File(medium.contentType(), medium.fileName(), medium.content().resource());
  }
}
