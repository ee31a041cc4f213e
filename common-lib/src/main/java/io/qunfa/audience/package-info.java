/**
 * Who shall get a campaign: the rule, the senders on offer, and what freezing the list answered.
 * Spoken between task-service and data-service.
 */
@NullMarked
package io.qunfa.audience;

import org.jspecify.annotations.NullMarked;
