package io.qunfa.account.credential;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;

/** A credential with all that it belongs to. */
public record CredentialKey(TenantId tenantId, CorpId corpId, CredentialId credentialId) {}
