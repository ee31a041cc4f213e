package io.qunfa.account.credential;

import org.jspecify.annotations.Nullable;

/**
 * Which secret a credential has now, without the secret.
 *
 * @param version grows with every posted secret
 * @param proven WeCom has given a token for it before
 * @param rejection null while WeCom has nothing against it
 */
public record CurrentSecret(
    CredentialKey key, int version, boolean proven, @Nullable Rejection rejection) {}
