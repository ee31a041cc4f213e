package io.qunfa.account.credential;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;

/**
 * @param name unique within the corp
 */
public record Credential(CredentialId credentialId, CorpId corpId, String name) {}
