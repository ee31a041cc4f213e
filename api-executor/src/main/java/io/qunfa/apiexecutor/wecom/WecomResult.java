package io.qunfa.apiexecutor.wecom;

import java.time.Duration;
import java.util.function.Function;

/**
 * What a call came to. Everything but {@link Done} and {@link NoAnswer} proves that the call had no
 * effect.
 */
public sealed interface WecomResult<T> {
  record Done<T>(T value) implements WecomResult<T> {}

  /**
   * WeCom said no.
   *
   * @param code WeCom's own number, for people
   * @param reply the raw answer, shortened
   * @param retryAfter how long this API of this corp rests because of the answer; zero if it does
   *     not
   */
  record Failed<T>(int code, WecomFault fault, String reply, Duration retryAfter)
      implements WecomResult<T> {
    public Failed(int code, WecomFault fault, String reply) {
      this(code, fault, reply, Duration.ZERO);
    }

    Failed<T> resting(Duration rest) {
      return new Failed<>(code, fault, reply, rest);
    }
  }

  /** This API of this corp may not be called now; the call was not made. */
  record HeldBack<T>(Duration retryAfter, String why) implements WecomResult<T> {}

  /** The request did not leave: no connection, or none is tried for a while after many failed. */
  record NotSent<T>(String why) implements WecomResult<T> {}

  /** WeCom's address answers, but not as WeCom does: the address or a proxy is wrong. */
  record Misdirected<T>(String why) implements WecomResult<T> {}

  /** The request left and no answer came that can be read: it may have had its effect. */
  record NoAnswer<T>(String why) implements WecomResult<T> {}

  default boolean failedWith(WecomFault fault) {
    return this instanceof Failed<T> failed && failed.fault() == fault;
  }

  default <R> WecomResult<R> map(Function<T, WecomResult<R>> then) {
    return switch (this) {
      case Done<T> done -> then.apply(done.value());
      case Failed<T> failed ->
          new Failed<>(failed.code(), failed.fault(), failed.reply(), failed.retryAfter());
      case HeldBack<T> held -> new HeldBack<>(held.retryAfter(), held.why());
      case NotSent<T> notSent -> new NotSent<>(notSent.why());
      case Misdirected<T> misdirected -> new Misdirected<>(misdirected.why());
      case NoAnswer<T> noAnswer -> new NoAnswer<>(noAnswer.why());
    };
  }
}
