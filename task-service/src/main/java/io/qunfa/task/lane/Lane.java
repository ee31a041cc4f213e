package io.qunfa.task.lane;

import io.qunfa.channel.Channel;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;

/** Who sends, as executors need it. */
public record Lane(
    LaneId id, Channel channel, CorpId corpId, CredentialId credentialId, String memberUserid) {}
