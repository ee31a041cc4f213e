package io.qunfa.account.corp;

import io.qunfa.ids.CorpId;
import java.time.ZoneId;

/**
 * @param timeZone where its days turn: daily quotas count from midnight there
 */
public record Corp(CorpId corpId, String name, ZoneId timeZone) {}
