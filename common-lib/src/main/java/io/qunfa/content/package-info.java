/** What a campaign says: text and attachments within the limits that WeCom states. */
@NullMarked
package io.qunfa.content;

import org.jspecify.annotations.NullMarked;
