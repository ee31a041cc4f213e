package io.qunfa.apiexecutor.slice;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;

/**
 * What WeCom limits: an API of a corp.
 *
 * @param name the last part of its path, as limits and metrics know it
 */
public record Api(TenantId tenant, CorpId corp, String name) {}
