/** Limit policies: how much may be sent, decided at run time by people, kept with who and when. */
@NullMarked
package io.qunfa.account.policy;

import org.jspecify.annotations.NullMarked;
