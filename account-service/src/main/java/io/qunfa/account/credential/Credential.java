package io.qunfa.account.credential;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import org.jspecify.annotations.Nullable;

/**
 * @param name unique within the corp
 * @param sealedWith id of the key that seals its secret
 * @param rejection null while WeCom has nothing against its secret
 */
record Credential(
    CredentialId credentialId,
    CorpId corpId,
    String name,
    String sealedWith,
    @Nullable Rejection rejection) {}
