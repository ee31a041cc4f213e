package io.qunfa.apiexecutor.followup;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.apiexecutor.wecom.MassRecords.ListedTask;
import io.qunfa.content.Attachment;
import io.qunfa.content.MessageContent;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Recognises a message of ours in WeCom's list: the same text, and attachments of the same kinds in
 * the same order, links and mini programs with the same title and target. Files have other ids and
 * addresses there, so of them only the kind is compared. Errs towards equal: a task that is not
 * recognised would be sent again, while two candidates are told apart by their recipients.
 */
final class SameContent {
  private SameContent() {}

  static boolean as(MessageContent content, ListedTask listed) {
    String text = content.text() == null ? "" : content.text();
    List<Attachment> ours = content.attachments();
    JsonNode theirs = listed.attachments();
    return normal(text).equals(normal(listed.text()))
        && ours.size() == theirs.size()
        && IntStream.range(0, ours.size()).allMatch(n -> same(ours.get(n), theirs.get(n)));
  }

  private static boolean same(Attachment ours, JsonNode theirs) {
    String type = theirs.path("msgtype").asText();
    return switch (ours) {
      case Attachment.Image ignored -> type.equals("image");
      case Attachment.Video ignored -> type.equals("video");
      case Attachment.File ignored -> type.equals("file");
      case Attachment.Link link ->
          type.equals("link")
              && equalIfListed(link.title(), theirs.path("link").path("title"))
              && equalIfListed(link.url(), theirs.path("link").path("url"));
      case Attachment.MiniProgram program ->
          type.equals("miniprogram")
              && equalIfListed(program.appid(), theirs.path("miniprogram").path("appid"))
              && samePage(program.page(), theirs.path("miniprogram").path("page"));
    };
  }

  private static boolean equalIfListed(String ours, JsonNode theirs) {
    return !theirs.isTextual() || normal(ours).equals(normal(theirs.textValue()));
  }

  /** The platform writes pages with and without the leading slash and the suffix. */
  private static boolean samePage(String ours, JsonNode theirs) {
    return !theirs.isTextual() || page(ours).equals(page(theirs.textValue()));
  }

  private static String page(String path) {
    return normal(path).replaceFirst("^/", "").replaceFirst("\\.html(?=$|\\?)", "");
  }

  /** Line ends, blanks at them and the Unicode form are what a server may change in passing. */
  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .replaceAll("\\r\\n?", "\n")
        .replaceAll("[\\t\\p{Zs}]+(?=\\n|$)", "")
        .strip();
  }
}
