package io.qunfa.job;

import io.qunfa.content.MessageContent;
import io.qunfa.ids.CorpId;

/**
 * What the jobs of one campaign or task say. Does not change after launch, so executors may cache
 * it.
 */
public record JobContent(CorpId corpId, MessageContent content) {}
