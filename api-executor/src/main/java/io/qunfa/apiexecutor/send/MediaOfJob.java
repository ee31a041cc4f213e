package io.qunfa.apiexecutor.send;

import io.qunfa.apiexecutor.media.UploadMedia;
import io.qunfa.apiexecutor.token.CallWithToken;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.content.Attachment;
import io.qunfa.content.MediaUse;
import io.qunfa.content.MessageContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Has every file of a message uploaded. */
@Component
class MediaOfJob {
  private final UploadMedia upload;

  MediaOfJob(UploadMedia upload) {
    this.upload = upload;
  }

  /** WeCom's id by reference, or the first failure. */
  WecomResult<Map<String, String>> upload(CallWithToken.Login login, MessageContent content) {
    Map<String, String> ids = new HashMap<>();
    for (MediaUse use : uses(content)) {
      WecomResult<String> result = upload.idOf(login, use);
      if (result instanceof WecomResult.Done<String> done) {
        ids.put(use.media(), done.value());
      } else {
        return result.map(
            never -> {
              throw new IllegalStateException("a failure has no value");
            });
      }
    }
    return new WecomResult.Done<>(ids);
  }

  /**
   * WeCom does not know one of the files and does not say which. True if uploading them again may
   * help: once for every job (wecom-api 7.2), and not for content without files of ours.
   */
  boolean uploadAgain(CreateTask.Job job) {
    if (uses(job.content()).isEmpty() || !upload.firstLossOf(job.login(), job.id())) {
      return false;
    }
    for (MediaUse use : uses(job.content())) {
      String used = job.mediaIds().get(use.media());
      if (used != null) {
        upload.forget(job.login(), use, used);
      }
    }
    return true;
  }

  private static List<MediaUse> uses(MessageContent content) {
    return content.attachments().stream()
        .map(Attachment::mediaUses)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
