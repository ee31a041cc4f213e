package io.qunfa.task.campaign;

import io.qunfa.audience.AudienceRule;
import io.qunfa.content.MessageContent;

/**
 * What a campaign says, and to whom. Up to megabytes, so it is read apart from the campaign and
 * only where it is needed.
 */
public record Brief(MessageContent content, AudienceRule audience) {}
