package io.qunfa.content;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attachment of a message. A {@code media} value is the reference that {@code POST
 * /api/v1/media} answered; the executor uploads its bytes to WeCom shortly before the call, because
 * WeCom's own media ids live three days. Limits: wecom-api 2.2.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Attachment.Image.class, name = "image"),
  @JsonSubTypes.Type(value = Attachment.Link.class, name = "link"),
  @JsonSubTypes.Type(value = Attachment.MiniProgram.class, name = "miniprogram"),
  @JsonSubTypes.Type(value = Attachment.Video.class, name = "video"),
  @JsonSubTypes.Type(value = Attachment.File.class, name = "file")
})
public sealed interface Attachment {

  /**
   * The references to stored media that this attachment needs, with the kind WeCom wants them
   * uploaded as.
   */
  List<MediaUse> mediaUses();

  /**
   * Exactly one of {@code media} and {@code picUrl}; a picUrl must come from WeCom's own uploadimg.
   */
  record Image(@Nullable String media, @Nullable String picUrl) implements Attachment {
    public Image {
      if ((media == null) == (picUrl == null)) {
        throw new IllegalArgumentException("image needs exactly one of media and picUrl");
      }
    }

    @Override
    public List<MediaUse> mediaUses() {
      return media == null ? List.of() : List.of(new MediaUse(media, MediaKind.IMAGE));
    }
  }

  record Link(String title, String url, @Nullable String desc, @Nullable String picUrl)
      implements Attachment {
    public Link {
      ByteLimit.require("link.title", title, 128);
      ByteLimit.require("link.url", url, 2048);
      WebAddress.require("link.url", url);
      if (desc != null) {
        ByteLimit.atMost("link.desc", desc, 512);
      }
      if (picUrl != null) {
        ByteLimit.atMost("link.picUrl", picUrl, 2048);
        WebAddress.require("link.picUrl", picUrl);
      }
    }

    @Override
    public List<MediaUse> mediaUses() {
      return List.of();
    }
  }

  record MiniProgram(String title, String picMedia, String appid, String page)
      implements Attachment {
    public MiniProgram {
      ByteLimit.require("miniprogram.title", title, 64);
      ByteLimit.require("miniprogram.picMedia", picMedia, 128);
      ByteLimit.require("miniprogram.appid", appid, 128);
      ByteLimit.require("miniprogram.page", page, 2048);
    }

    @Override
    public List<MediaUse> mediaUses() {
      return List.of(new MediaUse(picMedia, MediaKind.IMAGE));
    }
  }

  record Video(String media) implements Attachment {
    public Video {
      ByteLimit.require("video.media", media, 128);
    }

    @Override
    public List<MediaUse> mediaUses() {
      return List.of(new MediaUse(media, MediaKind.VIDEO));
    }
  }

  record File(String media) implements Attachment {
    public File {
      ByteLimit.require("file.media", media, 128);
    }

    @Override
    public List<MediaUse> mediaUses() {
      return List.of(new MediaUse(media, MediaKind.FILE));
    }
  }
}
