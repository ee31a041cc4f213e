package io.qunfa.simulator.media;

import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomApi;
import io.qunfa.simulator.wecom.WecomError;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Takes a permanent image and tells its address. */
@Component
class UploadImage implements WecomApi {
  private static final int LARGEST = 2 * 1024 * 1024;

  private final PermanentImages images;

  UploadImage(PermanentImages images) {
    this.images = images;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post("media/uploadimg");
  }

  @Override
  public Reply answer(Call call) throws IOException {
    Upload upload = Upload.read(call);
    if (upload.content().size() > LARGEST) {
      throw new WecomError(40009);
    }
    if (!MediaType.isPicture(upload.content())) {
      throw new WecomError(40004);
    }
    String url = images.add(call.corp(), upload.content().sha256());
    return new Reply.Fields("", json -> json.writeStringField("url", url));
  }
}
