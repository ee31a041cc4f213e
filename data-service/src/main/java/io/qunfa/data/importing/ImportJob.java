package io.qunfa.data.importing;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * An import that this process holds.
 *
 * @param claim names this holding; whoever takes the import over makes another
 * @param rowsDone records whose effect is durable: where to go on
 * @param rejectedDone how many of them were refused
 */
record ImportJob(
    long importId,
    TenantId tenantId,
    CorpId corpId,
    ImportKind kind,
    String spoolFile,
    @Nullable String claim,
    long rowsDone,
    long rejectedDone) {}
