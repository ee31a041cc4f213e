package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.token.CallWithToken;
import io.qunfa.apiexecutor.wecom.Authority;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.executor.ExecutorSettings;
import io.qunfa.executor.NotNow;
import io.qunfa.executor.Stopping;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.job.FollowUp;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Asks a question that is harmless to repeat, a few times if WeCom is busy. */
@Component
class AskWecom {
  private static final Set<WecomFault> PASSING =
      Set.of(WecomFault.BUSY, WecomFault.TOO_MANY_AT_ONCE, WecomFault.STILL_DISPATCHING);

  private final CallWithToken calls;
  private final Stopping stopping;
  private final FollowUpSettings settings;
  private final ExecutorSettings executor;

  AskWecom(
      CallWithToken calls,
      Stopping stopping,
      FollowUpSettings settings,
      ExecutorSettings executor) {
    this.calls = calls;
    this.stopping = stopping;
    this.settings = settings;
    this.executor = executor;
  }

  /**
   * The answer, or WeCom's refusal for the caller to judge. Throws {@link NotNow} if WeCom may not
   * be called for a while, {@link AskLater} otherwise.
   */
  <T> WecomResult<T> ask(FollowUp followUp, Function<Authority, WecomResult<T>> question) {
    CallWithToken.Login login =
        new CallWithToken.Login(followUp.tenantId(), followUp.corpId(), followUp.credentialId());
    for (int attempt = 1; ; attempt++) {
      WecomResult<T> result = call(login, question);
      String why =
          switch (result) {
            case WecomResult.Done<T> done -> "";
            case WecomResult.Failed<T> failed when failed.fault() == WecomFault.TOO_OFTEN ->
                throw new NotNow(failed.retryAfter(), failed.reply());
            case WecomResult.Failed<T> failed ->
                PASSING.contains(failed.fault()) ? failed.reply() : "";
            case WecomResult.NotSent<T> notSent -> notSent.why();
            case WecomResult.NoAnswer<T> noAnswer -> noAnswer.why();
            case WecomResult.HeldBack<T> held -> throw new NotNow(held.retryAfter(), held.why());
            case WecomResult.Misdirected<T> misdirected -> throw new AskLater(misdirected.why());
          };
      if (why.isEmpty()) {
        return result;
      }
      if (attempt == settings.tries() || stopping.within(pause())) {
        throw new AskLater(why);
      }
    }
  }

  private <T> WecomResult<T> call(
      CallWithToken.Login login, Function<Authority, WecomResult<T>> question) {
    try {
      return calls.call(login, question);
    } catch (SuiteUnavailable noToken) {
      throw new NotNow(executor.suiteRetry(), String.valueOf(noToken.getMessage()));
    }
  }

  /** The answer; throws {@link AskLater} for everything else. */
  <T> T mustAnswer(FollowUp followUp, Function<Authority, WecomResult<T>> question) {
    return value(ask(followUp, question));
  }

  static <T> T value(WecomResult<T> result) {
    return switch (result) {
      case WecomResult.Done<T> done -> done.value();
      case WecomResult.Failed<T> failed ->
          throw failed.fault().mayPass()
              ? new AskLater(failed.reply())
              : new AskLater.Never(failed.reply());
      case WecomResult<T> other -> throw new AskLater(other.toString());
    };
  }

  private Duration pause() {
    long millis = settings.pause().toMillis();
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis + 1));
  }
}
