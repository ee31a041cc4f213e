package io.qunfa.simulator.massend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.simulator.corp.Corp;
import io.qunfa.simulator.media.MediaStore;
import io.qunfa.simulator.media.MediaType;
import io.qunfa.simulator.media.PermanentImages;
import io.qunfa.simulator.task.Content;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.WecomError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads the text and the attachments of a message and refuses what WeCom would refuse. Lengths are
 * UTF-8 bytes.
 */
@Component
class ReadContent {
  private static final int LONGEST_TEXT = 4_000;
  private static final int MOST_ATTACHMENTS = 9;
  private static final int LONGEST_LINK_TITLE = 128;
  private static final int LONGEST_MINIPROGRAM_TITLE = 64;
  private static final int LONGEST_DESCRIPTION = 512;
  private static final int LONGEST_URL = 2_048;

  private final MediaStore media;
  private final PermanentImages images;

  ReadContent(MediaStore media, PermanentImages images) {
    this.media = media;
    this.images = images;
  }

  Content read(Corp corp, Params params) {
    String text = params.object("text").map(object -> object.text("content")).orElse("");
    if (bytes(text) > LONGEST_TEXT) {
      throw new WecomError(45002);
    }
    JsonNode given = params.tree().path("attachments");
    if (given.size() > MOST_ATTACHMENTS) {
      throw new WecomError(41064);
    }
    ArrayNode attachments = JsonNodeFactory.instance.arrayNode();
    for (Params attachment : params.objects("attachments", MOST_ATTACHMENTS)) {
      attachments.add(checked(corp, attachment));
    }
    if (text.isEmpty() && attachments.isEmpty()) {
      throw new WecomError(given.isArray() ? 41088 : 44004);
    }
    return Content.of(text, attachments.toString(), withBytes(corp, attachments).toString());
  }

  /** Ids differ with every upload, and the addresses that are made of them. */
  private ArrayNode withBytes(Corp corp, ArrayNode attachments) {
    ArrayNode copy = attachments.deepCopy();
    for (JsonNode attachment : copy) {
      ObjectNode object = (ObjectNode) attachment.get(attachment.get("msgtype").textValue());
      for (String name : List.of("media_id", "pic_media_id")) {
        if (!object.path(name).asText("").isEmpty()) {
          object.put(name, media.sha256Of(corp, object.path(name).asText()).orElse(""));
          object.remove("pic_url");
        }
      }
    }
    return copy;
  }

  /** The attachment as the records show it. */
  private ObjectNode checked(Corp corp, Params attachment) {
    String type = attachment.text("msgtype");
    Params object = attachment.object(type).orElseThrow(() -> new WecomError(41065));
    ObjectNode shown = object.tree().deepCopy();
    switch (type) {
      case "image" -> checkImage(corp, object, shown);
      case "link" -> checkLink(object);
      case "miniprogram" -> checkMiniprogram(corp, object);
      case "video" -> requireMedium(corp, object, "media_id", MediaType.VIDEO);
      case "file" -> requireMedium(corp, object, "media_id", MediaType.FILE);
      default -> throw new WecomError(41065);
    }
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.put("msgtype", type);
    whole.set(type, shown);
    return whole;
  }

  private void checkImage(Corp corp, Params image, ObjectNode shown) {
    if (!image.text("media_id").isEmpty()) {
      requireMedium(corp, image, "media_id", MediaType.IMAGE);
      shown.put("pic_url", "https://wework.qpic.cn/wwpic/" + image.text("media_id") + "/0");
    } else if (!images.knows(corp, image.required("pic_url", 41006))) {
      throw new WecomError(40094, "pic_url is not from media/uploadimg");
    }
  }

  private static void checkLink(Params link) {
    refuseLong(link.required("title", 41016), LONGEST_LINK_TITLE, 40058, "title");
    refuseLong(link.text("desc"), LONGEST_DESCRIPTION, 45004, "desc");
    refuseLong(link.text("picurl"), LONGEST_URL, 40058, "picurl");
    String url = link.required("url", 41010);
    refuseLong(url, LONGEST_URL, 40058, "url");
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw new WecomError(45034);
    }
  }

  private void checkMiniprogram(Corp corp, Params miniprogram) {
    refuseLong(miniprogram.required("title", 41016), LONGEST_MINIPROGRAM_TITLE, 40058, "title");
    requireMedium(corp, miniprogram, "pic_media_id", MediaType.IMAGE);
    if (!miniprogram.required("appid", 40063).startsWith("wx")) {
      throw new WecomError(90207);
    }
    miniprogram.required("page", 40063);
  }

  private void requireMedium(Corp corp, Params object, String name, MediaType type) {
    if (!media.usable(corp, object.required(name, 41006), type)) {
      throw new WecomError(40007);
    }
  }

  private static void refuseLong(String text, int longest, int code, String name) {
    if (bytes(text) > longest) {
      throw new WecomError(code, name + " is longer than " + longest + " bytes");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
