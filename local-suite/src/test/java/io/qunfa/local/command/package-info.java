@NullMarked
package io.qunfa.local.command;

import org.jspecify.annotations.NullMarked;
