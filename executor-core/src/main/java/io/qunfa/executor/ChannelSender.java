package io.qunfa.executor;

import io.qunfa.channel.Channel;
import io.qunfa.job.FollowUp;
import io.qunfa.job.JobContent;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.util.List;

/**
 * What is particular to one channel. Called from many virtual threads at once; everything may block
 * for as long as its own timeouts allow, nothing sleeps for pace.
 */
public interface ChannelSender {
  Channel channel();

  /**
   * Gets everything ready that may fail without anything having been sent: tokens, media, a channel
   * that is known to refuse calls now. Called before the job is begun.
   */
  Preparation prepare(SendCommand command, JobContent content, List<String> externalUserIds);

  /**
   * Asks the channel what the follow-up wants to know and reports the answers in order. To give up
   * before the end is allowed: the lease runs out and somebody asks again.
   *
   * @throws NotNow if the channel may not be called now; then the follow-up is handed back, with
   *     the place in a long answer where to go on
   */
  void followUp(FollowUp followUp, Reports reports);

  /** Takes what a follow-up found. Returns once the broker has confirmed it. */
  interface Reports {
    void report(JobOutcome outcome);
  }

  /** Whether a job can be sent now. */
  sealed interface Preparation {
    record Ready(Sending sending) implements Preparation {}

    record NotNow(JobOutcome.Deferred why) implements Preparation {}
  }

  /** The sending itself, run once, after the job was begun. */
  interface Sending {
    /**
     * Never throws for what a channel may do: no answer, or one that cannot be read, is {@link
     * JobOutcome.Unknown}.
     *
     * @param window the channel is not called any more once it is over
     */
    JobOutcome send(CallWindow window);
  }
}
