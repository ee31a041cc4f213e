package io.qunfa.apiexecutor.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.content.Attachment;
import io.qunfa.content.MessageContent;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes the request of add_msg_template: wecom-api 2.1 and 2.2. */
@Component
class MassRequest {
  private final ObjectMapper json;

  MassRequest(ObjectMapper json) {
    this.json = json;
  }

  /**
   * @param mediaIds WeCom's id for every reference that the content's attachments need
   */
  ObjectNode of(
      String sender,
      List<String> externalUserIds,
      MessageContent content,
      Map<String, String> mediaIds) {
    ObjectNode request =
        json.createObjectNode()
            .put("chat_type", "single")
            .put("sender", sender)
            .put("allow_select", false);
    ArrayNode recipients = request.putArray("external_userid");
    externalUserIds.forEach(recipients::add);
    if (content.text() != null) {
      request.putObject("text").put("content", content.text());
    }
    if (!content.attachments().isEmpty()) {
      ArrayNode attachments = request.putArray("attachments");
      content.attachments().forEach(attachment -> add(attachments, attachment, mediaIds));
    }
    return request;
  }

  private static void add(
      ArrayNode attachments, Attachment attachment, Map<String, String> mediaIds) {
    ObjectNode node = attachments.addObject();
    switch (attachment) {
      case Attachment.Image image -> {
        ObjectNode fields = named(node, "image");
        if (image.media() != null) {
          fields.put("media_id", mediaIds.get(image.media()));
        } else {
          fields.put("pic_url", image.picUrl());
        }
      }
      case Attachment.Link link -> {
        ObjectNode fields = named(node, "link").put("title", link.title()).put("url", link.url());
        if (link.desc() != null) {
          fields.put("desc", link.desc());
        }
        if (link.picUrl() != null) {
          fields.put("picurl", link.picUrl());
        }
      }
      case Attachment.MiniProgram program ->
          named(node, "miniprogram")
              .put("title", program.title())
              .put("pic_media_id", mediaIds.get(program.picMedia()))
              .put("appid", program.appid())
              .put("page", program.page());
      case Attachment.Video video ->
          named(node, "video").put("media_id", mediaIds.get(video.media()));
      case Attachment.File file -> named(node, "file").put("media_id", mediaIds.get(file.media()));
    }
  }

  private static ObjectNode named(ObjectNode node, String msgtype) {
    return node.put("msgtype", msgtype).putObject(msgtype);
  }
}
