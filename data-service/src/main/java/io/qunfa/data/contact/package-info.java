/** Whom a corp knows: contacts, who follows them, their tags. */
@NullMarked
package io.qunfa.data.contact;

import org.jspecify.annotations.NullMarked;
