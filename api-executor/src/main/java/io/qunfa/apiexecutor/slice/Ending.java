package io.qunfa.apiexecutor.slice;

import io.qunfa.permit.PushBack;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended.
 *
 * @param made false only if the request did not leave
 * @param cause what WeCom complained about, null if it did not
 * @param rest how long the API shall rest because of that
 */
public record Ending(boolean made, @Nullable PushBack cause, Duration rest) {
  public static final Ending MADE = new Ending(true, null, Duration.ZERO);
  public static final Ending NOT_MADE = new Ending(false, null, Duration.ZERO);

  public static Ending pushedBack(PushBack cause, Duration rest) {
    return new Ending(true, cause, rest);
  }
}
