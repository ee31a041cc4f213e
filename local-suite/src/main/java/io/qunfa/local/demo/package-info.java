/**
 * The main job of the suite, shown from outside: through the gateway's REST only, against the
 * simulated WeCom.
 */
@NullMarked
package io.qunfa.local.demo;

import org.jspecify.annotations.NullMarked;
