package io.qunfa.simulator.wecom;

import java.util.Map;
import java.util.Objects;

/**
 * WeCom refuses: an errcode other than 0. Carries no stack, for it is an answer and no accident.
 */
public final class WecomError extends RuntimeException {
  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(-1, "system busy"),
          Map.entry(40001, "invalid credential"),
          Map.entry(40004, "invalid file type"),
          Map.entry(40005, "invalid type parameter"),
          Map.entry(40006, "invalid file size"),
          Map.entry(40007, "invalid media_id"),
          Map.entry(40009, "invalid image size"),
          Map.entry(40011, "invalid video size"),
          Map.entry(40013, "invalid corpid"),
          Map.entry(40014, "invalid access_token"),
          Map.entry(40031, "invalid userid list"),
          Map.entry(40050, "invalid chatid"),
          Map.entry(40058, "invalid parameter"),
          Map.entry(40063, "some parameters are empty"),
          Map.entry(40068, "invalid tagid"),
          Map.entry(40094, "invalid url"),
          Map.entry(40096, "invalid external userid"),
          Map.entry(40123, "invalid image format"),
          Map.entry(40126, "corp tag limit exceeded"),
          Map.entry(40206, "request body too large"),
          Map.entry(41001, "access_token missing"),
          Map.entry(41002, "corpid missing"),
          Map.entry(41004, "corpsecret missing"),
          Map.entry(41006, "media_id missing"),
          Map.entry(41009, "userid missing"),
          Map.entry(41010, "url missing"),
          Map.entry(41016, "title missing"),
          Map.entry(41035, "external_userid missing"),
          Map.entry(41046, "msgid missing"),
          Map.entry(41047, "invalid msgid"),
          Map.entry(41048, "no customer to send"),
          Map.entry(41063, "msg is dispatching, try again later"),
          Map.entry(41064, "too many attachments"),
          Map.entry(41065, "invalid attachment type"),
          Map.entry(41088, "attachments empty"),
          Map.entry(41090, "invalid video format"),
          Map.entry(41093, "msg is cancelled"),
          Map.entry(41094, "remind too often"),
          Map.entry(42001, "access_token expired"),
          Map.entry(44001, "empty media data"),
          Map.entry(44004, "empty content"),
          Map.entry(45001, "media file size out of limit"),
          Map.entry(45002, "content size out of limit"),
          Map.entry(45004, "description size out of limit"),
          Map.entry(45009, "api freq out of limit"),
          Map.entry(45033, "api concurrent out of limit"),
          Map.entry(45034, "url has no scheme"),
          Map.entry(46004, "user not exist"),
          Map.entry(50100, "invalid cursor"),
          Map.entry(60111, "userid not found"),
          Map.entry(81017, "too many objects requested"),
          Map.entry(84061, "no external contact relation"),
          Map.entry(90207, "invalid miniprogram appid"));

  private final int code;

  public WecomError(int code) {
    this(code, "");
  }

  public WecomError(int code, String detail) {
    super(textOf(code) + (detail.isEmpty() ? "" : ": " + detail), null, false, false);
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** What WeCom says, before the hint. */
  public String text() {
    return Objects.requireNonNullElse(getMessage(), "");
  }

  private static String textOf(int code) {
    return TEXTS.getOrDefault(code, "error");
  }
}
