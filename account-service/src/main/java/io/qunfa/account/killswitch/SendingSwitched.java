package io.qunfa.account.killswitch;

/** A kill switch was turned in this process. */
public record SendingSwitched() {}
