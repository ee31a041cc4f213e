/** How the simulated WeCom behaves; changeable while it runs. */
@NullMarked
package io.qunfa.simulator.settings;

import org.jspecify.annotations.NullMarked;
