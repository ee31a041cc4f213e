/**
 * What every call of the WeCom API has in common: its endpoint, its parameters, its reply, its
 * errors and its cursors.
 */
@NullMarked
package io.qunfa.simulator.wecom;

import org.jspecify.annotations.NullMarked;
