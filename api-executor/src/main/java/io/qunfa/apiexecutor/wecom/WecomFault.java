package io.qunfa.apiexecutor.wecom;

/**
 * What an error number of WeCom asks of us (the classes of wecom-api 7.1, and a few that need a
 * step of their own).
 */
public enum WecomFault {
  /** RETRY: nothing happened, later it will work. */
  BUSY,
  /** RETRY: the records of a new task are not there yet. */
  STILL_DISPATCHING,
  /** TOKEN: get a new one and repeat once. */
  TOKEN,
  /** RATE: this API of this corp must rest until a window ends. */
  TOO_OFTEN,
  /** RATE: too many calls at this moment. */
  TOO_MANY_AT_ONCE,
  /** RATE: no more reminders of this task for a day. */
  REMINDED_ENOUGH,
  /** TARGET: nobody of these, or not by this member. */
  TARGET,
  /** TARGET: one of the recipients cannot be written to, and which one is not said. */
  ONE_RECIPIENT,
  /** CONTENT: the message is not acceptable as it is. */
  CONTENT,
  /** CONTENT, but for an uploaded file that WeCom does not know any more: upload it again. */
  MEDIA_GONE,
  /** A page too large to answer. */
  PAGE_TOO_LARGE,
  /** The cursor is not valid: begin again with the first page. */
  CURSOR_INVALID,
  /** The task was cancelled before. */
  CANCELLED_ALREADY,
  /** CONFIG: a person must act. */
  CONFIGURATION,
  /** Not in our table: taken as final, since nobody knows what repeating would do. */
  UNKNOWN;

  /** Whether the same question may be answered otherwise later, by time or by a person's doing. */
  public boolean mayPass() {
    return switch (this) {
      case BUSY,
          STILL_DISPATCHING,
          TOKEN,
          TOO_OFTEN,
          TOO_MANY_AT_ONCE,
          REMINDED_ENOUGH,
          CONFIGURATION ->
          true;
      case TARGET,
          ONE_RECIPIENT,
          CONTENT,
          MEDIA_GONE,
          PAGE_TOO_LARGE,
          CURSOR_INVALID,
          CANCELLED_ALREADY,
          UNKNOWN ->
          false;
    };
  }
}
