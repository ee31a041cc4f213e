package io.qunfa.task.account;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;

/** Which channels a corp may use: those that put accounts at risk are not enabled yet. */
public final class EnabledChannels {
  private EnabledChannels() {}

  /**
   * @throws Problem UNPROCESSABLE if the corp may not use the channel
   */
  public static void require(Channel channel, CorpId corp) {
    if (channel != Channel.API) {
      throw new Problem(
          ProblemCode.UNPROCESSABLE,
          "Channel "
              + channel.text()
              + " is not enabled for corp "
              + corp
              + ". It puts accounts at risk, so an administrator has to enable it with an"
              + " acknowledgement; use channel api until then.");
    }
  }
}
